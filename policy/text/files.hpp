// The eight files, each read by one function into what is read so far. They come in this order, so that a name is known
// before it is used.
#pragma once

#include "policy/text/table.hpp"

namespace antin::policy::text {

struct Reading {
  const Certificates& certificates;
  Rules rules;
  // Whose a certificate is: one certificate is one system, one registrar or one key, so that nobody signs as another.
  std::map<base::Sha256Hash, std::string> owners;
};

void read_bundle(const Table& file, Reading& reading);
void read_units(const Table& file, Reading& reading);
void read_systems(const Table& file, Reading& reading);
void read_keys(const Table& file, Reading& reading);
void read_log(const Table& file, Reading& reading);
void read_authorities(const Table& file, Reading& reading);
void read_workflows(const Table& file, Reading& reading);
void read_registration(const Table& file, Reading& reading);

// Notes whose the certificate is; refuses one that is another's.
void claim(const base::Sha256Hash& certificate, const std::string& owner, const Table& table, std::string_view key,
           Reading& reading);

// Refuses a unit that units.toml does not have.
void check_unit(const std::string& unit, const Table& table, std::string_view key, const Reading& reading);

}  // namespace antin::policy::text
