// What the program that failing_files.cpp is linked into may ask it.
#pragma once

extern "C" unsigned long antin_file_operations();  // so far: operations that were counted
