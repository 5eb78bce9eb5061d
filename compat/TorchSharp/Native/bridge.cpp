// The whole native side of this TorchSharp stand-in: C functions over libtorch's operator dispatcher.
//
// Any ATen operator is reached through one entry, torch_call: it finds the operator by its schema name and calls its
// boxed form, which passes through autograd like every other call. Arguments and results cross as 16-byte cells.
// A tensor handle is a TensorImpl* that owns one reference. No exception leaves this file: a function that fails
// returns -1 or a null pointer, and torch_last_error says why (per thread).

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/conv_transpose2d.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/grad_mode.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/library.h>

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

// ---- Transposed convolution through oneDNN ------------------------------------------------------------------------
// libtorch 1.13 runs conv_transpose2d as im2col and one matrix product an image. The same map is the data gradient of
// the plain convolution with the same weights, and that has a oneDNN kernel. With one output channel ATen's own path
// is several times faster, so that case stays there.

at::Tensor transposed_forward(const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias,
                              at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef output_padding,
                              int64_t groups, at::IntArrayRef dilation) {
    std::vector<int64_t> size{input.size(0), weight.size(1) * groups};
    for (int i = 0; i < 2; ++i)
        size.push_back((input.size(i + 2) - 1) * stride[i] - 2 * padding[i] + dilation[i] * (weight.size(i + 2) - 1) +
                       output_padding[i] + 1);
    auto image = at::empty(size, input.options());  // only its shape is read
    auto output = std::get<0>(at::convolution_backward(input, image, weight, c10::nullopt, stride, padding, dilation,
                                                       false, {0, 0}, groups, {true, false, false}));
    if (bias.has_value() && bias->defined()) output.add_(bias->view({1, -1, 1, 1}));
    return output;
}

struct TransposedConvolution : torch::autograd::Function<TransposedConvolution> {
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input,
                              const at::Tensor& weight, const c10::optional<at::Tensor>& bias,
                              std::vector<int64_t> stride, std::vector<int64_t> padding,
                              std::vector<int64_t> output_padding, int64_t groups, std::vector<int64_t> dilation) {
        auto output = transposed_forward(input, weight, bias, stride, padding, output_padding, groups, dilation);
        context->save_for_backward({input, weight});
        context->saved_data["stride"] = stride;
        context->saved_data["padding"] = padding;
        context->saved_data["groups"] = groups;
        context->saved_data["dilation"] = dilation;
        context->saved_data["bias"] = bias.has_value() && bias->defined();
        return output;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients) {
        auto saved = context->get_saved_variables();
        auto& input = saved[0];
        auto& weight = saved[1];
        auto stride = context->saved_data["stride"].toIntVector();
        auto padding = context->saved_data["padding"].toIntVector();
        auto dilation = context->saved_data["dilation"].toIntVector();
        auto groups = context->saved_data["groups"].toInt();
        auto gradient = gradients[0].contiguous();

        at::Tensor for_input, for_weight, for_bias;
        if (context->needs_input_grad(0))
            for_input = at::conv2d(gradient, weight, {}, stride, padding, dilation, groups);
        if (context->needs_input_grad(1))
            for_weight = std::get<1>(at::convolution_backward(input, gradient, weight, c10::nullopt, stride, padding,
                                                              dilation, false, {0, 0}, groups, {false, true, false}));
        if (context->saved_data["bias"].toBool() && context->needs_input_grad(2))
            for_bias = gradient.sum(at::IntArrayRef{0, 2, 3});
        return {for_input, for_weight, for_bias, {}, {}, {}, {}, {}};
    }
};

at::Tensor conv_transpose2d(const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias,
                            at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef output_padding,
                            int64_t groups, at::IntArrayRef dilation) {
    auto is_plain = [](const at::Tensor& tensor) {
        return tensor.dim() == 4 && tensor.scalar_type() == at::kFloat && tensor.device().is_cpu() &&
               tensor.layout() == at::kStrided && tensor.numel() > 0;
    };
    auto is_pair = [](at::IntArrayRef values) { return values.size() == 2; };
    bool has_bias = bias.has_value() && bias->defined();
    bool suits = is_plain(input) && is_plain(weight) && weight.size(1) * groups > 1 && is_pair(stride) &&
                 is_pair(padding) && is_pair(output_padding) && is_pair(dilation) && groups > 0 &&
                 // Anything below is an error that ATen words best.
                 input.size(1) == weight.size(0) && weight.size(0) % groups == 0 &&
                 (!has_bias || (bias->dim() == 1 && bias->size(0) == weight.size(1) * groups &&
                                bias->scalar_type() == at::kFloat));
    for (int i = 0; suits && i < 2; ++i)
        suits = stride[i] > 0 && dilation[i] > 0 && padding[i] >= 0 && output_padding[i] >= 0 &&
                output_padding[i] < std::max(stride[i], dilation[i]) &&
                (input.size(i + 2) - 1) * stride[i] - 2 * padding[i] + dilation[i] * (weight.size(i + 2) - 1) +
                        output_padding[i] + 1 > 0;
    if (!suits)
        return at::conv_transpose2d(input, weight, bias, stride, padding, output_padding, groups, dilation);

    bool differentiable = at::GradMode::is_enabled() &&
                          (input.requires_grad() || weight.requires_grad() || (has_bias && bias->requires_grad()));
    if (!differentiable)
        return transposed_forward(input.contiguous(), weight, bias, stride, padding, output_padding, groups, dilation);
    return TransposedConvolution::apply(input.contiguous(), weight, bias, stride.vec(), padding.vec(),
                                        output_padding.vec(), groups, dilation.vec());
}

TORCH_LIBRARY(vae_compat, library) {
    library.def(
        "conv_transpose2d(Tensor input, Tensor weight, Tensor? bias, int[2] stride, int[2] padding, "
        "int[2] output_padding, int groups, int[2] dilation) -> Tensor",
        &conv_transpose2d);
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
