// What a later ceremony takes from the record of a former one, and what it does not take it for.
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;

constexpr int done = 0;
constexpr int refused = 1;

const std::string seal = "seal/79/department/2026.1";
const std::string log = "log/79/hcm/2026.1";

class AFormerRecord : public ::testing::Test {
 protected:
  AFormerRecord() {
    m_office.add_token("seals", "file");
    m_office.add_key(seal, "seals");
    m_office.add_key(log, "seals");
    m_office.make_plan();
    m_office.complete();
    m_office.begin_another("test-2026.2");
    m_office.add_present_token("seals", "test-2026.1");
    for (const auto& label : {seal, log}) m_office.add_known_key(label, "seals", "keep", "test-2026.1");
  }
  // A log of one entry, the ceremony's, with a checkpoint by this key: as `anchor` leaves it.
  void anchor_by(const std::string& label) const {
    m_office.folder.write("anchor.py", std::string_view(R"(
import base64,hashlib,json,os,subprocess,sys
label=sys.argv[1]; origin='seal.example.vn/2026'
def of(octets): return 'sha256:'+hashlib.sha256(octets).hexdigest()
note=open('D/transcript.note',encoding='utf8').read()
entry=json.dumps({'type':'ceremony','at':'2026-12-01T00:00:00Z','ceremony':'test-2026.2',
  'plan':of(open('D/plan.lock','rb').read()),'transcript':of(note[:note.rindex('\n\n')+1].encode())}).encode()
checkpoint=origin+'\n1\n'+base64.b64encode(hashlib.sha256(b'\0'+entry).digest()).decode()+'\n'
open('hash','wb').write(hashlib.sha256(checkpoint.encode()).digest())
def tool(*words):
  return subprocess.run(['pkcs11-tool','--module','/usr/lib/softhsm/libsofthsm2.so','--token-label','seals','--login',
    '--pin',open('F/secrets/pin-seals').read(),*words],check=True,stdout=subprocess.PIPE,text=True,
    env=dict(os.environ,SOFTHSM2_CONF='softhsm2.conf')).stdout
shown=tool('-O','--type','privkey')
# It signs with the first key that it finds unless it is told the id.
key=shown[shown.index(' '+label+'\n'):].split('ID:')[1].split()[0]
tool('--sign','-m','ECDSA','--id',key,'-i','hash','-o','signature','--signature-format','openssl')
spki=subprocess.run(['openssl','pkey','-pubin','-in','D/pub/'+label.replace('/','.')+'.pem','-outform','DER'],
  check=True,stdout=subprocess.PIPE).stdout
line='\u2014 '+origin+' '+base64.b64encode(hashlib.sha256(spki).digest()[:4]+open('signature','rb').read()).decode()
os.makedirs('D/anchor',exist_ok=True)
open('D/anchor/ceremony.entry','wb').write(entry)
open('D/anchor/ceremony.tlog-proof','w',encoding='utf8').write(
  'c2sp.org/tlog-proof@v1\nindex 0\n\n'+checkpoint+'\n'+line+'\n')
)"));
    m_office.folder.must_run("PYTHONUTF8=1 python3 anchor.py " + label);
  }
  Office m_office{{2, 2, 2}};
};

TEST_F(AFormerRecord, whose_seal_is_kept_makes_no_log_key_of_it) {
  m_office.make_plan();
  m_office.complete();
  anchor_by(log);
  EXPECT_EQ(m_office.run("verify D"), done) << m_office.said();
  EXPECT_THAT(m_office.said(), HasSubstr("entry 0 of seal.example.vn/2026"));
  anchor_by(seal);
  EXPECT_EQ(m_office.run("verify D"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("DOES_NOT_HOLD: anchor/ceremony: "));
}

TEST_F(AFormerRecord, with_a_link_in_it_is_not_copied) {
  m_office.folder.write("secret", std::string_view("of the machine"));
  for (const auto* name : {"evidence/x", "pub/x.pem", "anything", "approvals/pipe"}) {
    SCOPED_TRACE(name);
    const auto path = std::string("F/") + name;
    const bool is_pipe = path.ends_with("pipe");
    const bool is_folder = path.ends_with("anything");
    m_office.folder.must_run(is_pipe     ? "mkfifo " + path
                             : is_folder ? "mkdir kept && mv F/csr kept && ln -s ../kept/csr F/csr"
                                         : "ln -s ../../secret " + path);
    EXPECT_THROW(m_office.make_plan(), std::runtime_error);
    EXPECT_THAT(m_office.said(), HasSubstr("is no regular file or folder: a record has nothing else, and no links"));
    EXPECT_FALSE(std::filesystem::exists(m_office.folder / "D/plan.lock"));
    m_office.folder.must_run("! grep -rq 'of the machine' D && rm -r D");
    m_office.folder.must_run(is_folder ? "rm F/csr && mv kept/csr F" : "rm " + path);
  }
  m_office.make_plan();
}

}  // namespace
}  // namespace antin::ceremony
