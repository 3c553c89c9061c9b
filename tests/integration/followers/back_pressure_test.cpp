// A subscriber that asks on and on and reads nothing: what it does not take is not kept for it, in no program, and it
// loses nothing by that, since it asks by index.
#include <gtest/gtest.h>

#include <fstream>
#include <zmq.hpp>

#include "client/lib/log_reader.hpp"
#include "tests/integration/followers/stamps.hpp"

namespace antin::test {
namespace {

const std::string school = "school-79760001";
constexpr unsigned entries = 300;
constexpr unsigned bursts = 15;
constexpr unsigned pages_a_burst = 100;  // of some 56 KiB: 84 MB in all
constexpr double most_growth_mib = 32;

double resident_mib(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/statm");
  double all = 0, resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

// Made of libzmq alone: libantin reads.
class Deaf {
 public:
  explicit Deaf(const Appliance& appliance) {
    const auto link = appliance.options(school).link;
    const auto set = [&](int option, base::ByteView key) {
      if (::zmq_setsockopt(m_socket.handle(), option, key.data(), key.size()) != 0) throw std::runtime_error("no key");
    };
    m_socket.set(zmq::sockopt::linger, 0);
    m_socket.set(zmq::sockopt::rcvhwm, 1);
    m_socket.set(zmq::sockopt::rcvbuf, 4096);
    set(ZMQ_CURVE_SERVERKEY, link.server_key);
    set(ZMQ_CURVE_PUBLICKEY, link.keys.public_key);
    set(ZMQ_CURVE_SECRETKEY, link.keys.secret_key.expose_secret());
    m_socket.connect(appliance.endpoint());
  }
  void ask_for_the_log() {
    const auto request =
        protocol::encode(protocol::Request{client::Connection::new_request_id(), protocol::Entries{0, 256, 0, {}}});
    m_socket.send(zmq::buffer(std::string_view(protocol::version_frame)), zmq::send_flags::sndmore);
    m_socket.send(zmq::const_buffer(request.data(), request.size()), zmq::send_flags::none);
  }

 private:
  zmq::context_t m_context;
  zmq::socket_t m_socket{m_context, zmq::socket_type::dealer};
};

TEST(BackPressure, a_subscriber_that_does_not_read_grows_no_program_and_loses_nothing) {
  Appliance appliance;
  Stamps(appliance, school).make(entries);
  auto connection = appliance.connect(school);
  const std::vector<std::string> programs{"antind", "antin-gate"};
  std::map<std::string, double> before;
  for (const auto& program : programs) before[program] = resident_mib(appliance.pid_of(program));

  Deaf deaf(appliance);
  for (unsigned burst = 0; burst < bursts; ++burst) {
    for (unsigned page = 0; page < pages_a_burst; ++page) deaf.ask_for_the_log();
    ASSERT_TRUE(client::about(connection)) << "others are served meanwhile";
    for (const auto& program : programs)
      EXPECT_LT(resident_mib(appliance.pid_of(program)), before[program] + most_growth_mib) << program;
  }

  const client::LogTrust trust{
      client::parse_log_keys(base::text(appliance.folder().read("client/log.vkey"))).value(), {}, 0};
  client::LogView view(trust);
  do {
    const auto read = client::read_on(connection, view, 256, std::chrono::milliseconds(0), {});
    ASSERT_TRUE(read) << read.error().text;
  } while (view.next() < view.checkpoint().size);
  EXPECT_GE(view.next(), entries);
}

}  // namespace
}  // namespace antin::test
