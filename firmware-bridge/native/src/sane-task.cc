#include "sane-task.h"

#include <deque>

#include "sane-library.h"

namespace sane {

namespace {

class Task;
int alone = 0;
int beside = 0;
std::deque<Task *> waiting;

Napi::Error failed(Napi::Env env, const char *call, int status) {
  Napi::Error error = Napi::Error::New(env, std::string(call) + ": " + Copies().text(library->say(status)));
  error.Set("call", Napi::String::New(env, call));
  error.Set("status", Napi::Number::New(env, status));
  return error;
}

class Task : public Napi::AsyncWorker {
 public:
  Task(Napi::Env env, Turn turn, const char *call, std::function<int()> work, std::function<Napi::Value(Napi::Env)> answer, Napi::Object keep)
      : Napi::AsyncWorker(env), count_(turn == Turn::Beside ? beside : alone), call_(call), work_(std::move(work)),
        answer_(std::move(answer)), deferred_(Napi::Promise::Deferred::New(env)) {
    if (!keep.IsEmpty()) keep_ = Napi::Persistent(keep);
  }

  Napi::Value promise() { return deferred_.Promise(); }

  void begin() {
    count_++;
    try {
      Queue();
    } catch (const Napi::Error &error) {
      OnError(error);
      Destroy();
    }
  }

  void Execute() override { status_ = work_(); }

  void OnOK() override {
    Napi::HandleScope scope(Env());
    ended();
    if (status_ != Good) return deferred_.Reject(failed(Env(), call_, status_).Value());
    try {
      deferred_.Resolve(answer_(Env()));
    } catch (const Napi::Error &error) {
      deferred_.Reject(error.Value());
    }
  }

  void OnError(const Napi::Error &error) override {
    Napi::HandleScope scope(Env());
    ended();
    deferred_.Reject(error.Value());
  }

 private:
  void ended() {
    count_--;
    if (alone + beside > 0 || waiting.empty()) return;
    Task *next = waiting.front();
    waiting.pop_front();
    next->begin();
  }

  int &count_;
  const char *call_;
  const std::function<int()> work_;
  const std::function<Napi::Value(Napi::Env)> answer_;
  Napi::Promise::Deferred deferred_;
  Napi::ObjectReference keep_;
  int status_ = IoError;
};

}  // namespace

bool busy() { return alone > 0 || !waiting.empty(); }

Napi::Value run(Napi::Env env, Turn turn, const char *call, std::function<int()> work, std::function<Napi::Value(Napi::Env)> answer,
                Napi::Object keep) {
  if (!library) throw Napi::Error::New(env, "libsane is not loaded");
  if (turn == Turn::Alone && busy()) throw Napi::Error::New(env, std::string(call) + " while another call is under way");
  Task *task = new Task(env, turn, call, std::move(work), std::move(answer), keep);
  Napi::Value promise = task->promise();
  if (turn == Turn::Last && alone + beside > 0)
    waiting.push_back(task);
  else
    task->begin();
  return promise;
}

}  // namespace sane
