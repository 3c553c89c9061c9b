#include "tests/integration/ceremony/forger.hpp"

namespace antin::ceremony {
namespace {

const std::string beginning =
    "import hashlib,json\n"
    "def hash_of(name): return 'sha256:'+hashlib.sha256(open(name,'rb').read()).hexdigest()\n"
    "entries=[json.loads(line) for line in open('D/journal.jsonl')]\n"
    "def add(type,step,facts):\n"
    "  entries.append({'at':entries[-1]['at'],'facts':facts,'type':type})\n"
    "  if step: entries[-1]['step']=step\n"
    "def approve(step,officer):\n"
    "  add('approval',step,{'officer':officer,'cms':hash_of('D/approvals/%s.%s.p7s'%(step,officer))})\n"
    "def cut(type,step):\n"
    "  found=[i for i,e in enumerate(entries) if e['type']==type and e.get('step','').endswith(step)]\n"
    "  del entries[found[0]:]\n";

const std::string end =
    "previous='sha256:'+'0'*64\n"
    "with open('D/journal.jsonl','w') as out:\n"
    "  for i,e in enumerate(entries):\n"
    "    e['previous']=previous\n"
    "    e['n']=i+1\n"
    "    s=json.dumps(e,separators=(',',':'),sort_keys=True,ensure_ascii=False)\n"
    "    previous='sha256:'+hashlib.sha256(s.encode()).hexdigest()\n"
    "    out.write(s+'\\n')\n";

}  // namespace

void forge(const Office& office, const std::string& python) {
  office.folder.write("forge.py", beginning + python + end);
  office.folder.must_run("python3 forge.py");
}

}  // namespace antin::ceremony
