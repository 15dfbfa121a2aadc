// libsane for one scanner. Every call is one task off the main thread, and there is one at a time; only `cancel` may come beside it, which
// is what the standard allows (SANE 1.06, 4.4). Pull model: nothing is read of the device that was not asked for.
#include <atomic>
#include <functional>
#include <memory>

#include <napi.h>

#include "sane-options.h"

namespace {

using sane::library;

std::atomic<bool> underWay{false};

Napi::Error failed(Napi::Env env, const char *call, int status) {
  Napi::Error error = Napi::Error::New(env, std::string(call) + ": " + library->say(status));
  error.Set("call", Napi::String::New(env, call));
  error.Set("status", Napi::Number::New(env, status));
  return error;
}

// One call: `work` runs on a thread of the pool and gives a status; `answer` makes the value of a good one. `keep` lives as long.
class Task : public Napi::AsyncWorker {
 public:
  using Work = std::function<int()>;
  using Answer = std::function<Napi::Value(Napi::Env)>;

  static Napi::Value start(const Napi::CallbackInfo &info, const char *call, Work work, Answer answer, Napi::Object keep = {}) {
    Napi::Env env = info.Env();
    if (!library) throw Napi::Error::New(env, "libsane is not loaded");
    if (underWay.exchange(true)) throw Napi::Error::New(env, std::string(call) + " while another call is under way");
    return (new Task(env, call, true, std::move(work), std::move(answer), keep))->queued();
  }
  static Napi::Value beside(const Napi::CallbackInfo &info, const char *call, Work work, Napi::Object keep) {
    auto nothing = [](Napi::Env env) { return env.Undefined(); };
    return (new Task(info.Env(), call, false, std::move(work), nothing, keep))->queued();
  }

  void Execute() override { status_ = work_(); }
  void OnOK() override {
    Napi::HandleScope scope(Env());
    if (alone_) underWay = false;
    if (status_ != sane::Good) return deferred_.Reject(failed(Env(), call_, status_).Value());
    try {
      deferred_.Resolve(answer_(Env()));
    } catch (const Napi::Error &error) {
      deferred_.Reject(error.Value());
    }
  }

 private:
  Task(Napi::Env env, const char *call, bool alone, Work work, Answer answer, Napi::Object keep)
      : Napi::AsyncWorker(env), call_(call), alone_(alone), work_(std::move(work)), answer_(std::move(answer)),
        deferred_(Napi::Promise::Deferred::New(env)) {
    if (!keep.IsEmpty()) keep_ = Napi::Persistent(keep);
  }
  Napi::Value queued() {
    Napi::Value promise = deferred_.Promise();
    Queue();
    return promise;
  }

  const char *call_;
  const bool alone_;
  const Work work_;
  const Answer answer_;
  Napi::Promise::Deferred deferred_;
  Napi::ObjectReference keep_;
  int status_ = sane::IoError;
};

Napi::Value nothing(Napi::Env env) { return env.Undefined(); }

class Scanner : public Napi::ObjectWrap<Scanner> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Scanner",
                       {InstanceMethod<&Scanner::options>("options"), InstanceMethod<&Scanner::get>("get"),
                        InstanceMethod<&Scanner::set>("set"), InstanceMethod<&Scanner::start>("start"),
                        InstanceMethod<&Scanner::parameters>("parameters"), InstanceMethod<&Scanner::read>("read"),
                        InstanceMethod<&Scanner::cancel>("cancel"), InstanceMethod<&Scanner::close>("close")});
  }
  explicit Scanner(const Napi::CallbackInfo &info) : Napi::ObjectWrap<Scanner>(info) {
    if (!info[0].IsExternal()) throw Napi::TypeError::New(info.Env(), "open() makes scanners");
    handle_ = *info[0].As<Napi::External<sane::Handle>>().Data();
  }

 private:
  sane::Handle handle_;
  // Not every backend can be asked again after the end.
  bool frameEnded_ = false;

  sane::Handle handle(const Napi::CallbackInfo &info) {
    if (!handle_) throw Napi::Error::New(info.Env(), "the scanner is closed");
    return handle_;
  }
  Napi::Object self(const Napi::CallbackInfo &info) { return info.This().As<Napi::Object>(); }

  Napi::Value options(const Napi::CallbackInfo &info) {
    auto all = std::make_shared<std::vector<sane::OptionCopy>>();
    sane::Handle handle = this->handle(info);
    return Task::start(
        info, "sane_get_option_descriptor",
        [=] {
          *all = sane::describeAll(handle);
          return sane::Good;
        },
        [=](Napi::Env env) -> Napi::Value {
          Napi::Array list = Napi::Array::New(env, all->size());
          for (uint32_t at = 0; at < all->size(); at++) list.Set(at, sane::toObject(env, (*all)[at]));
          return list;
        },
        self(info));
  }

  // The descriptor of option info[0]. Read here, on the main thread: no other call is under way, and the value must fit its size.
  const sane::Option &descriptor(const Napi::CallbackInfo &info) {
    sane::Handle handle = this->handle(info);
    if (!library || underWay) throw Napi::Error::New(info.Env(), "an option while another call is under way");
    const sane::Option *option = library->getOption(handle, info[0].As<Napi::Number>().Int32Value());
    if (!option) throw Napi::RangeError::New(info.Env(), "there is no such option");
    return *option;
  }

  Napi::Value get(const Napi::CallbackInfo &info) {
    const sane::Option &option = descriptor(info);
    auto value = std::make_shared<sane::Value>(sane::roomFor(info.Env(), option));
    const sane::Word index = info[0].As<Napi::Number>().Int32Value();
    return Task::start(
        info, "sane_control_option",
        [=, handle = handle_] { return library->control(handle, index, sane::GetValue, value->data(), nullptr); },
        [=, type = option.type, size = option.size](Napi::Env env) { return sane::fromValue(env, type, size, *value); }, self(info));
  }

  // set(index, value), or set(index) for the device's own choice. Answers {value, info}: what it was set to, and SANE_INFO bits.
  Napi::Value set(const Napi::CallbackInfo &info) {
    const sane::Option &option = descriptor(info);
    const bool button = option.type == sane::Button;
    const bool automatic = info[1].IsUndefined() && !button;
    auto value = std::make_shared<sane::Value>(automatic ? sane::roomFor(info.Env(), option) : sane::toValue(info.Env(), option, info[1]));
    auto bits = std::make_shared<sane::Word>(0);
    const sane::Word index = info[0].As<Napi::Number>().Int32Value();
    const int action = automatic ? sane::SetAuto : sane::SetValue;
    return Task::start(
        info, "sane_control_option",
        [=, handle = handle_] { return library->control(handle, index, action, automatic ? nullptr : value->data(), bits.get()); },
        [=, type = option.type, size = option.size](Napi::Env env) -> Napi::Value {
          Napi::Object done = Napi::Object::New(env);
          done.Set("value", automatic ? env.Null() : sane::fromValue(env, type, size, *value));
          done.Set("info", *bits);
          return done;
        },
        self(info));
  }

  Napi::Value start(const Napi::CallbackInfo &info) {
    auto begin = [this, handle = handle(info)] {
      frameEnded_ = false;
      return library->start(handle);
    };
    return Task::start(info, "sane_start", begin, nothing, self(info));
  }

  Napi::Value parameters(const Napi::CallbackInfo &info) {
    auto found = std::make_shared<sane::Parameters>();
    return Task::start(
        info, "sane_get_parameters", [=, handle = handle(info)] { return library->getParameters(handle, found.get()); },
        [=](Napi::Env env) -> Napi::Value {
          Napi::Object object = Napi::Object::New(env);
          object.Set("format", found->format);
          object.Set("lastFrame", found->lastFrame != 0);
          object.Set("bytesPerLine", found->bytesPerLine);
          object.Set("pixelsPerLine", found->pixelsPerLine);
          object.Set("lines", found->lines);
          object.Set("depth", found->depth);
          return object;
        },
        self(info));
  }

  // read(buffer): fills it from the front, waiting until it is full or the frame ends. Answers how many bytes came; null is the end.
  Napi::Value read(const Napi::CallbackInfo &info) {
    if (!info[0].IsBuffer()) throw Napi::TypeError::New(info.Env(), "read() wants a buffer");
    Napi::Buffer<uint8_t> buffer = info[0].As<Napi::Buffer<uint8_t>>();
    if (buffer.Length() == 0 || buffer.Length() > (1u << 30)) throw Napi::TypeError::New(info.Env(), "read() wants a buffer");
    auto length = std::make_shared<size_t>(0);
    Napi::Object keep = Napi::Object::New(info.Env());
    keep.Set("scanner", info.This());
    keep.Set("buffer", buffer);
    return Task::start(
        info, "sane_read",
        [=, handle = handle(info), data = buffer.Data(), room = buffer.Length()]() -> int {
          while (*length < room && !frameEnded_) {
            sane::Word got = 0;
            const int status = library->read(handle, data + *length, static_cast<sane::Word>(room - *length), &got);
            // A backend that claims more than there was room for has written past it already: nothing here can be believed any more.
            if (got < 0 || static_cast<size_t>(got) > room - *length) std::abort();
            frameEnded_ = status == sane::EndOfFile;
            if (frameEnded_) break;
            if (status != sane::Good) return status;
            *length += got;
            if (got == 0) break;
          }
          return sane::Good;
        },
        [=](Napi::Env env) -> Napi::Value {
          if (*length == 0 && frameEnded_) return env.Null();
          return Napi::Number::New(env, *length);
        },
        keep);
  }

  Napi::Value cancel(const Napi::CallbackInfo &info) {
    return Task::beside(
        info, "sane_cancel",
        [handle = handle(info)] {
          library->cancel(handle);
          return sane::Good;
        },
        self(info));
  }

  Napi::Value close(const Napi::CallbackInfo &info) {
    sane::Handle handle = this->handle(info);
    Napi::Value promise = Task::start(
        info, "sane_close",
        [handle] {
          library->close(handle);
          return sane::Good;
        },
        nothing, self(info));
    handle_ = nullptr;
    return promise;
  }
};

// load(file): throws with the loader's own words where there is no libsane.
Napi::Value load(const Napi::CallbackInfo &info) {
  const std::string why = sane::load(info[0].As<Napi::String>());
  if (!why.empty()) throw Napi::Error::New(info.Env(), why);
  return info.Env().Undefined();
}

// init(): `1.1.1`, as SANE_VERSION_CODE packs it.
Napi::Value initialise(const Napi::CallbackInfo &info) {
  auto version = std::make_shared<sane::Word>(0);
  return Task::start(
      info, "sane_init", [=] { return library->init(version.get(), nullptr); },
      [=](Napi::Env env) -> Napi::Value {
        const unsigned code = static_cast<unsigned>(*version);
        const std::string text = std::to_string(code >> 24) + "." + std::to_string(code >> 16 & 0xff) + "." + std::to_string(code & 0xffff);
        return Napi::String::New(env, text);
      });
}

Napi::Value devices(const Napi::CallbackInfo &info) {
  auto list = std::make_shared<const sane::Device **>(nullptr);
  return Task::start(
      info, "sane_get_devices", [=] { return library->getDevices(list.get(), 0); },
      [=](Napi::Env env) -> Napi::Value {
        auto text = [env](const char *one) { return Napi::String::New(env, one ? one : ""); };
        Napi::Array found = Napi::Array::New(env);
        for (uint32_t at = 0; *list && (*list)[at]; at++) {
          Napi::Object device = Napi::Object::New(env);
          device.Set("name", text((*list)[at]->name));
          device.Set("vendor", text((*list)[at]->vendor));
          device.Set("model", text((*list)[at]->model));
          device.Set("type", text((*list)[at]->type));
          found.Set(at, device);
        }
        return found;
      });
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  auto scanner = std::make_shared<Napi::FunctionReference>(Napi::Persistent(Scanner::define(env)));
  auto open = [scanner](const Napi::CallbackInfo &info) -> Napi::Value {
    auto handle = std::make_shared<sane::Handle>(nullptr);
    const std::string name = info[0].As<Napi::String>();
    return Task::start(
        info, "sane_open", [=] { return library->open(name.c_str(), handle.get()); },
        [=](Napi::Env env) -> Napi::Value { return scanner->New({Napi::External<sane::Handle>::New(env, handle.get())}); });
  };
  exports.Set("source", Napi::String::New(env, ADDON_SOURCE));
  exports.Set("load", Napi::Function::New(env, load));
  exports.Set("init", Napi::Function::New(env, initialise));
  exports.Set("devices", Napi::Function::New(env, devices));
  exports.Set("open", Napi::Function::New(env, open));
  return exports;
}

}  // namespace

NODE_API_MODULE(sane, init)
