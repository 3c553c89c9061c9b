// A fault at every single call of a ceremony to its HSM: undone, done though it says otherwise, or the program dies
// before or after it. The ceremony goes on to the same end, with one key and nothing besides.
// A sample of the calls, and of those that change something each one that is done, unless ANTIN_FAULTS=all asks for
// all.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int unusable = 2;
constexpr int paused = 3;
constexpr int killed = 137;
constexpr unsigned sample = 5;     // calls of each way to fail
constexpr unsigned most_runs = 8;  // until a ceremony is complete

const std::string label = "seal/79/department/2026.1";

std::unique_ptr<Office> made_office() {
  auto made = std::make_unique<Office>(People{2, 2, 2, ANTIN_BINARY_DIR "/tests/failing_pkcs11.so"});
  auto& office = *made;
  office.add_backed_up_token("seals", "file");
  office.add_key(label, "seals", "ecdsa-p256", "wrapped");
  office.make_plan();
  office.folder.must_run("cp -r D before");
  return made;
}

struct Fault {
  std::string way;
  unsigned long call = 0;
  [[nodiscard]] std::string environment() const {
    return "ANTIN_PKCS11_CALLS=calls ANTIN_PKCS11_FAIL=" + way + " ANTIN_PKCS11_FAIL_AT=" + std::to_string(call);
  }
};

class EveryCallToTheHsm : public ::testing::TestWithParam<const char*> {
 protected:
  static void SetUpTestSuite() {
    s_office = made_office();
    begin();
    ASSERT_EQ(go_on({"none", 0}), 0U) << office().said();
    s_calls = calls();
    ASSERT_GT(s_calls.size(), 100U);
  }
  static void TearDownTestSuite() { s_office.reset(); }
  static Office& office() { return *s_office; }

  static void begin() {
    office().folder.must_run("rm -rf tokens D shares calls && mkdir tokens && cp -r before D && touch calls");
  }
  static std::vector<std::string> calls() {
    std::vector<std::string> names;
    const auto text = office().folder.text("calls");
    for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1))
      names.emplace_back(rest.substr(0, rest.find('\n')));
    return names;
  }
  static bool changes_something(const std::string& call) {
    static const std::set<std::string> changing = {"C_InitToken",     "C_InitPIN",           "C_CreateObject",
                                                   "C_DestroyObject", "C_SetAttributeValue", "C_GenerateKeyPair",
                                                   "C_WrapKey",       "C_UnwrapKey"};
    return changing.contains(call);
  }
  // The numbers of the calls that are to fail.
  static std::vector<unsigned long> chosen(const std::string& way) {
    const char* wanted = std::getenv("ANTIN_FAULTS");
    const bool all = wanted != nullptr && std::string(wanted) == "all";
    const bool is_done = way == "error-done" || way == "kill-after";
    const auto stride = s_calls.size() / sample;
    std::vector<unsigned long> numbers;
    for (unsigned long at = 1; at <= s_calls.size(); ++at) {
      const bool in_sample = is_done ? changes_something(s_calls[at - 1]) : at % stride == way.size();
      if (all || in_sample) numbers.push_back(at);
    }
    return numbers;
  }

  // Until it is complete: how often people had to do something about it besides waiting for the CA.
  static unsigned go_on(const Fault& fault) {
    unsigned trouble = 0;
    for (unsigned run = 0; run < most_runs; ++run) {
      const int status = office().run_with_answers(office().lines().empty() ? "" : "--resume", fault.environment());
      if (status == done) return trouble;
      if (status == paused && office().said().find("put the CA's certificate") != std::string::npos) {
        office().certify();
        continue;
      }
      ++trouble;
      check_is_clear(status, office().said());
      const bool excused = !is_stopped() || office().run("exception D 'A call to the HSM had failed.'") == done;
      EXPECT_TRUE(excused) << office().said();
    }
    ADD_FAILURE() << "it never came to its end: " << office().said();
    return trouble;
  }
  static void check_is_clear(int status, const std::string& said) {
    EXPECT_THAT(status, AnyOf(refused, unusable, killed)) << said;
    if (status == killed) return;
    EXPECT_THAT(said, AnyOf(HasSubstr(": EXCEPTION: "), HasSubstr(": FAILED: "), HasSubstr(": CANNOT: ")));
  }
  static bool is_stopped() {
    const auto all = office().lines();
    const auto kind_is = [](const char* kind) {
      return [mark = std::string("\"type\":\"") + kind + "\""](const std::string& line) {
        return line.find(mark) != std::string::npos;
      };
    };
    return std::count_if(all.begin(), all.end(), kind_is("stop")) >
           std::count_if(all.begin(), all.end(), kind_is("exception"));
  }

  // What is in the token, by a tool that is not ours.
  static std::string objects(const std::string& more) {
    office().folder.must_run(
        "export SOFTHSM2_CONF=$PWD/softhsm2.conf; pkcs11-tool --module /usr/lib/softhsm/libsofthsm2.so --token-label "
        "seals -O " +
        more);
    return office().said();
  }
  static std::size_t count_of(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
    return count;
  }
  static void judge() {
    ASSERT_EQ(office().run("verify D"), done) << office().said();
    const auto all = objects("--login --pin $(cat D/secrets/pin-seals)");
    EXPECT_EQ(count_of(all, "Object;"), 2U) << all;
    EXPECT_EQ(count_of(all, "label:      " + label), 2U) << all;
    EXPECT_THAT(all, Not(HasSubstr(", extractable"))) << "an open key";
    std::map<std::string, int> marks;
    for (const auto& line : office().lines())
      for (const auto* kind : {"begin", "end"})
        if (line.find(std::string("\"type\":\"") + kind + "\"") != std::string::npos)
          ++marks[line.substr(line.find("\"step\""))];
    EXPECT_EQ(marks.size(), 2U * 13U);
    for (const auto& [mark, count] : marks) EXPECT_EQ(count, 1) << mark;
  }

  static inline std::unique_ptr<Office> s_office;
  static inline std::vector<std::string> s_calls;
};

TEST_P(EveryCallToTheHsm, may_fail_and_the_ceremony_comes_to_its_end_with_one_key_and_nothing_besides) {
  const std::string way = GetParam();
  unsigned trouble = 0;
  for (const auto at : chosen(way)) {
    if (HasFailure()) break;
    SCOPED_TRACE(way + " at call " + std::to_string(at) + ", " + s_calls[at - 1]);
    begin();
    trouble += go_on({way, at});
    judge();
  }
  EXPECT_GT(trouble, 0U) << "no fault had any effect";
}

INSTANTIATE_TEST_SUITE_P(Fault, EveryCallToTheHsm,
                         ::testing::Values("error-undone", "error-done", "kill-before", "kill-after"),
                         [](const auto& way) {
                           std::string name = way.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace antin::ceremony
