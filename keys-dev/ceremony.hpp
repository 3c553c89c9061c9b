// The key ceremony of a development folder: antin-ceremony itself makes its tokens, keys and requests, as it makes real
// ones. Its people are played from a file, which only a development plan allows.
#pragma once

#include <string>

#include "keys-dev/generate.hpp"
#include "keys-dev/in_memory.hpp"
#include "keys-dev/layout.hpp"

namespace antin::keys_dev {

// Where it lies, beside plan.toml and answers.toml.
std::filesystem::path ceremony_folder(const Layout& layout);
// In one of its folders: the name of a key's file is its label with dots.
std::filesystem::path ceremony_file(const Layout& layout, const std::string& folder, const std::string& label,
                                    const std::string& ending);

class Ceremony {
 public:
  // Officers and custodians have their certificates in people/. Both outlive it.
  Ceremony(const Layout& layout, const Wanted& wanted);
  void begin();  // until it waits for the CA: the requests are in csr/
  // The CA's answers are in cert/. The signers' PINs, the officers for the log and the tokens go to where they belong.
  void finish();

 private:
  const Layout& m_layout;
  const Wanted& m_wanted;
  InMemory m_folder;
  InMemory m_tokens;
};

}  // namespace antin::keys_dev
