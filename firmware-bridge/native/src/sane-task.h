// Calls of libsane off the main thread, and who may go when. Everything here is called on the main thread.
#pragma once

#include <functional>

#include <napi.h>

namespace sane {

enum class Turn {
  Alone,   // refused while another of these is under way
  Beside,  // at once, whatever is under way
  Last,    // when nothing is under way any more
};

// One call. `work` runs on a thread of the pool and gives a status; `answer`, on the main thread, makes the value of a good one. The promise
// is rejected with whatever either throws, or with {call, status} of a status that is not good. `keep` lives as long as the call.
Napi::Value run(Napi::Env env, Turn turn, const char *call, std::function<int()> work, std::function<Napi::Value(Napi::Env)> answer,
                Napi::Object keep = {});

// Whether a call that must be alone is under way.
bool busy();

}  // namespace sane
