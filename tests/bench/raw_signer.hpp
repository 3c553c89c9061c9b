// A key in a token behind raw PKCS#11 calls: what one measuring process does.
#pragma once

#include "core/hsm/session.hpp"
#include "tests/bench/raw_rate.hpp"

namespace antin::bench {

class RawSigner {
 public:
  // Initialises the module and logs in.
  explicit RawSigner(const RawToken& token);

  // Signatures a second of `threads` threads together, each with a session of its own; 0 when the module refuses such
  // an object; `when_ready` is called when
  // all is set up and may take its time.
  template <class WhenReady>
  double rate(KeyObject object, unsigned threads, std::chrono::milliseconds time, WhenReady when_ready) {
    auto works = set_up(object, threads);
    when_ready();
    return run(works, time);
  }

 private:
  struct Work {
    hsm::Session session;
    CK_OBJECT_HANDLE key;
    double per_second = 0;
  };
  std::vector<Work> set_up(KeyObject object, unsigned threads);
  static double run(std::vector<Work>& works, std::chrono::milliseconds time);
  static void sign_until_over(Work& work, std::chrono::milliseconds time);

  // After the sessions have closed.
  struct Finaliser {
    const hsm::Cryptoki& cryptoki;
    ~Finaliser() { cryptoki.functions().C_Finalize(nullptr); }
  };

  hsm::Cryptoki m_cryptoki;
  Finaliser m_finaliser{m_cryptoki};
  CK_SLOT_ID m_slot;
  hsm::Session m_login;
  CK_OBJECT_HANDLE m_key;
};

CK_INFO start_module(const hsm::Cryptoki& cryptoki);

}  // namespace antin::bench
