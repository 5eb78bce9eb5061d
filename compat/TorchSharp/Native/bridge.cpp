// The border between this TorchSharp stand-in and native code: C functions over libtorch's operator dispatcher.
//
// Any ATen operator is reached through one entry, torch_call: it finds the operator by its schema name and calls its
// boxed form, which passes through autograd like every other call. Arguments and results cross as 16-byte cells.
// A tensor handle is a TensorImpl* that owns one reference. No exception leaves this file: a function that fails
// returns -1 or a null pointer, and torch_last_error says why (per thread).

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/grad_mode.h>
#include <torch/csrc/autograd/variable.h>

#include <malloc.h>

#include <cstring>
#include <string>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

using Handle = c10::TensorImpl*;

enum class Tag : int32_t {
    None, Default, Tensor, Int, Double, Bool, IntList, DoubleList, BoolList, TensorList, OptionalTensorList, String,
    Generator, Device
};

// `length` counts the elements behind `pointer`. A tensor in an argument is borrowed; one in a result is owned by the
// caller. A tensor list in a result is an array that the caller frees with torch_free, its tensors one by one.
struct Cell {
    Tag tag;
    int32_t length;
    union {
        int64_t integer;
        double number;
        void* pointer;
    };
};
static_assert(sizeof(Cell) == 16, "the managed side declares the same 16 bytes");

thread_local std::string last_error;

at::Tensor borrow(void* handle) {
    if (!handle) return {};
    return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::unsafe_reclaim_from_nonowning(
        static_cast<Handle>(handle)));
}

Handle own(at::Tensor tensor) {
    return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

template <typename Body, typename Result>
Result guarded(Result failed, Body body) {
    try {
        return body();
    } catch (const c10::Error& error) {
        last_error = error.what_without_backtrace();
    } catch (const std::exception& error) {
        last_error = error.what();
    } catch (...) {
        last_error = "unknown native exception";
    }
    return failed;
}

template <typename Body>
int attempt(Body body) {
    return guarded(-1, [&] { body(); return 0; });
}

std::vector<at::Tensor> borrow_list(void* pointer, int32_t length) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(length);
    for (int32_t i = 0; i < length; ++i) tensors.push_back(borrow(static_cast<void**>(pointer)[i]));
    return tensors;
}

template <typename T>
c10::List<T> copy_list(const Cell& cell) {
    c10::List<T> list;
    list.reserve(cell.length);
    for (int32_t i = 0; i < cell.length; ++i) list.push_back(static_cast<const T*>(cell.pointer)[i]);
    return list;
}

c10::IValue to_value(const Cell& cell, const c10::Argument& argument) {
    switch (cell.tag) {
        case Tag::None: return {};
        case Tag::Default:
            TORCH_CHECK(argument.default_value().has_value(), "argument '", argument.name(), "' has no default");
            return *argument.default_value();
        case Tag::Tensor: return borrow(cell.pointer);
        case Tag::Int: return cell.integer;
        case Tag::Double: return cell.number;
        case Tag::Bool: return cell.integer != 0;
        case Tag::IntList: return copy_list<int64_t>(cell);
        case Tag::DoubleList: return copy_list<double>(cell);
        case Tag::BoolList: {
            c10::List<bool> list;
            for (int32_t i = 0; i < cell.length; ++i) list.push_back(static_cast<const char*>(cell.pointer)[i] != 0);
            return list;
        }
        case Tag::TensorList: return c10::List<at::Tensor>(borrow_list(cell.pointer, cell.length));
        case Tag::OptionalTensorList: {
            c10::List<c10::optional<at::Tensor>> list;
            for (auto& tensor : borrow_list(cell.pointer, cell.length))
                list.push_back(tensor.defined() ? c10::make_optional(tensor) : c10::nullopt);
            return list;
        }
        case Tag::String: return std::string(static_cast<const char*>(cell.pointer), cell.length);
        case Tag::Generator: return *static_cast<at::Generator*>(cell.pointer);
        case Tag::Device: return c10::Device(static_cast<c10::DeviceType>(cell.integer));
    }
    TORCH_CHECK(false, "unknown cell tag");
}

Cell to_cell(const c10::IValue& value) {
    Cell cell{Tag::None, 0, {0}};
    if (value.isTensor()) {
        cell.tag = Tag::Tensor;
        cell.pointer = own(value.toTensor());
    } else if (value.isInt()) {
        cell.tag = Tag::Int;
        cell.integer = value.toInt();
    } else if (value.isDouble()) {
        cell.tag = Tag::Double;
        cell.number = value.toDouble();
    } else if (value.isBool()) {
        cell.tag = Tag::Bool;
        cell.integer = value.toBool();
    } else if (value.isTensorList()) {
        auto tensors = value.toTensorVector();
        auto handles = static_cast<void**>(std::malloc(sizeof(void*) * (tensors.size() + 1)));
        for (size_t i = 0; i < tensors.size(); ++i) handles[i] = own(tensors[i]);
        cell.tag = Tag::TensorList;
        cell.length = static_cast<int32_t>(tensors.size());
        cell.pointer = handles;
    } else {
        TORCH_CHECK(value.isNone(), "result of kind ", value.tagKind(), " is not supported");
    }
    return cell;
}

}  // namespace

// ---- Operators ----------------------------------------------------------------------------------------------------

EXPORT const char* torch_last_error() { return last_error.c_str(); }

EXPORT void torch_free(void* pointer) { std::free(pointer); }

/// The operator of that name and overload; null if there is none. The handle lives as long as the process.
EXPORT void* torch_find(const char* name, const char* overload) {
    return guarded(static_cast<void*>(nullptr), [&]() -> void* {
        auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        TORCH_CHECK(found.has_value(), "no operator ", name, ".", overload);
        return new c10::OperatorHandle(*found);
    });
}

/// Calls an operator; missing trailing arguments take the schema's defaults. Returns the number of results, or -1.
EXPORT int torch_call(void* op, const Cell* arguments, int count, Cell* results, int capacity) {
    return guarded(-1, [&] {
        auto& handle = *static_cast<c10::OperatorHandle*>(op);
        auto& declared = handle.schema().arguments();
        TORCH_CHECK(static_cast<size_t>(count) <= declared.size(), handle.schema().name(), " takes ", declared.size(),
                    " arguments, not ", count);
        torch::jit::Stack stack;
        stack.reserve(declared.size());
        const Cell absent{Tag::Default, 0, {0}};
        for (size_t i = 0; i < declared.size(); ++i)
            stack.push_back(to_value(static_cast<int>(i) < count ? arguments[i] : absent, declared[i]));
        handle.callBoxed(stack);
        TORCH_CHECK(static_cast<int>(stack.size()) <= capacity, handle.schema().name(), " has ", stack.size(),
                    " results");
        for (size_t i = 0; i < stack.size(); ++i) results[i] = to_cell(stack[i]);
        return static_cast<int>(stack.size());
    });
}

// ---- Tensors ------------------------------------------------------------------------------------------------------

EXPORT void torch_tensor_release(Handle tensor) {
    if (tensor) c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(tensor);
}

EXPORT int64_t torch_tensor_ndim(Handle tensor) { return tensor->dim(); }

EXPORT int64_t torch_tensor_numel(Handle tensor) { return tensor->numel(); }

EXPORT void torch_tensor_sizes(Handle tensor, int64_t* sizes) {
    auto values = tensor->sizes();
    std::copy(values.begin(), values.end(), sizes);
}

EXPORT int torch_tensor_strides(Handle tensor, int64_t* strides) {
    return attempt([&] {
        auto values = tensor->strides();
        std::copy(values.begin(), values.end(), strides);
    });
}

EXPORT int torch_tensor_dtype(Handle tensor) {
    return static_cast<int>(c10::typeMetaToScalarType(tensor->dtype()));
}

EXPORT int torch_tensor_element_size(Handle tensor) { return static_cast<int>(tensor->dtype().itemsize()); }

EXPORT int torch_tensor_device(Handle tensor) { return static_cast<int>(tensor->device().type()); }

EXPORT int torch_tensor_is_contiguous(Handle tensor) { return tensor->is_contiguous(); }

EXPORT int torch_tensor_is_sparse(Handle tensor) { return tensor->layout() != at::kStrided; }

EXPORT void* torch_tensor_data(Handle tensor) {
    return guarded(static_cast<void*>(nullptr), [&] { return borrow(tensor).data_ptr(); });
}

EXPORT int torch_tensor_requires_grad(Handle tensor) { return tensor->requires_grad(); }

EXPORT int torch_tensor_set_requires_grad(Handle tensor, int value) {
    return attempt([&] { borrow(tensor).set_requires_grad(value != 0); });
}

EXPORT int torch_tensor_is_leaf(Handle tensor) { return borrow(tensor).is_leaf(); }

EXPORT int torch_tensor_retain_grad(Handle tensor) {
    return attempt([&] { borrow(tensor).retain_grad(); });
}

EXPORT Handle torch_tensor_grad(Handle tensor) { return own(borrow(tensor).grad()); }

EXPORT int torch_tensor_set_grad(Handle tensor, Handle gradient) {
    return attempt([&] {
        auto owner = borrow(tensor);
        auto value = borrow(gradient);
        TORCH_CHECK(!value.defined() || value.sizes() == owner.sizes(), "assigned grad has data of a different size");
        owner.mutable_grad() = value;
    });
}

/// Makes `tensor` hold what `source` holds (sizes, type, storage), as assigning to .data does.
EXPORT int torch_tensor_set_data(Handle tensor, Handle source) {
    return attempt([&] { borrow(tensor).set_data(borrow(source)); });
}

EXPORT Handle torch_tensor_alias(Handle tensor) { return own(borrow(tensor)); }

/// A tensor over memory of the caller's; `release(context)` runs when the last tensor on it is gone.
EXPORT Handle torch_tensor_from_memory(void* data, const int64_t* sizes, int ndim, int dtype, void (*release)(void*),
                                       void* context) {
    return guarded(static_cast<Handle>(nullptr), [&] {
        return own(at::from_blob(
            data, at::IntArrayRef(sizes, ndim), [release, context](void*) { release(context); },
            at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype))));
    });
}

// ---- Autograd -----------------------------------------------------------------------------------------------------

EXPORT int torch_backward(void** tensors, int count, void** gradients, int gradient_count, int retain_graph,
                          int create_graph, void** inputs, int input_count) {
    return attempt([&] {
        torch::autograd::backward(borrow_list(tensors, count), borrow_list(gradients, gradient_count),
                                  retain_graph != 0, create_graph != 0, borrow_list(inputs, input_count));
    });
}

EXPORT int torch_grad(void** outputs, int output_count, void** inputs, int input_count, void** gradients,
                      int gradient_count, int retain_graph, int create_graph, int allow_unused, void** results) {
    return attempt([&] {
        auto found = torch::autograd::grad(borrow_list(outputs, output_count), borrow_list(inputs, input_count),
                                           borrow_list(gradients, gradient_count), retain_graph != 0,
                                           create_graph != 0, allow_unused != 0);
        for (size_t i = 0; i < found.size(); ++i) results[i] = own(found[i]);
    });
}

EXPORT int torch_grad_mode() { return at::GradMode::is_enabled(); }

EXPORT void torch_set_grad_mode(int enabled) { at::GradMode::set_enabled(enabled != 0); }

EXPORT void* torch_inference_mode_enter(int enabled) {
    return guarded(static_cast<void*>(nullptr), [&] { return new c10::InferenceMode(enabled != 0); });
}

EXPORT void torch_inference_mode_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

EXPORT int torch_is_inference_mode() { return c10::InferenceMode::is_enabled(); }

// ---- Random numbers -----------------------------------------------------------------------------------------------

EXPORT void* torch_generator_new(uint64_t seed) {
    return guarded(static_cast<void*>(nullptr),
                   [&] { return new at::Generator(at::detail::createCPUGenerator(seed)); });
}

EXPORT void* torch_generator_default() {
    return guarded(static_cast<void*>(nullptr),
                   [&] { return new at::Generator(at::detail::getDefaultCPUGenerator()); });
}

EXPORT void torch_generator_release(void* generator) { delete static_cast<at::Generator*>(generator); }

EXPORT int torch_generator_set_seed(void* generator, uint64_t seed) {
    return attempt([&] {
        auto& target = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(target.mutex());
        target.set_current_seed(seed);
    });
}

/// Draws a fresh seed from the system, sets it, and returns it.
EXPORT int64_t torch_generator_reseed(void* generator) {
    return guarded(int64_t{-1}, [&] {
        auto& target = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(target.mutex());
        return static_cast<int64_t>(target.seed());
    });
}

EXPORT int64_t torch_generator_initial_seed(void* generator) {
    return static_cast<int64_t>(static_cast<at::Generator*>(generator)->current_seed());
}

EXPORT Handle torch_generator_get_state(void* generator) {
    return guarded(static_cast<Handle>(nullptr), [&] {
        auto& target = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(target.mutex());
        return own(target.get_state());
    });
}

EXPORT int torch_generator_set_state(void* generator, Handle state) {
    return attempt([&] {
        auto& target = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(target.mutex());
        target.set_state(borrow(state));
    });
}

// ---- Process ------------------------------------------------------------------------------------------------------

EXPORT int torch_get_num_threads() { return at::get_num_threads(); }

EXPORT int torch_set_num_threads(int count) {
    return attempt([&] { at::set_num_threads(count); });
}

EXPORT int torch_get_num_interop_threads() { return at::get_num_interop_threads(); }

EXPORT int torch_set_num_interop_threads(int count) {
    return attempt([&] { at::set_num_interop_threads(count); });
}

/// Keeps freed memory in the process: activations are megabytes, and would be mapped and faulted in anew every step.
EXPORT void torch_tune_malloc() {
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT32_MAX);
    mallopt(M_TOP_PAD, 256 << 20);
}
