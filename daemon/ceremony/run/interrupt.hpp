// Ctrl-C, and the signals of a terminal that closes or a machine that is shut down: the ceremony pauses in order, as if
// nobody had typed anything more.
#pragma once

namespace antin::ceremony {

// From now on the first such signal asks to pause, and ends a wait for what is typed; a second one ends the process.
void pause_on_signals();
bool is_asked_to_pause();

}  // namespace antin::ceremony
