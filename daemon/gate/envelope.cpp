#include "daemon/gate/envelope.hpp"

#include "client/protocol/codec.hpp"

namespace antin::gate {

bool is_given_route(base::ByteView route) { return route.size() == 5 && route[0] == 0; }

void Envelope::add(base::ByteView frame) {
  if (m_frames == 0) m_version_is_ours = base::text(frame) == protocol::version_frame;
  if (m_frames == 1) m_request = base::copy(frame);
  ++m_frames;
}

Envelope::Shape Envelope::shape() const {
  if (!is_given_route(m_route)) return Shape::chosen_route;
  if (m_frames != 2 || !m_version_is_ours || m_request.empty()) return Shape::malformed;
  return m_request.size() > protocol::frame_limit ? Shape::too_large : Shape::ours;
}

}  // namespace antin::gate
