// Convolutions that are faster than libtorch 1.13's own, as operators with the arguments of ATen's. What they do not
// cover runs in ATen. Each takes one argument more: `relu` asks for max(0, .) of the result in the same pass.

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include "narrow.h"

namespace {

bool is_plain(const at::Tensor& tensor, int64_t dimensions) {
    return tensor.dim() == dimensions && tensor.scalar_type() == at::kFloat && tensor.device().is_cpu() &&
           tensor.layout() == at::kStrided && tensor.numel() > 0;
}

bool has(const c10::optional<at::Tensor>& tensor) { return tensor.has_value() && tensor->defined(); }

bool is_recorded(const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias) {
    return at::GradMode::is_enabled() &&
           (input.requires_grad() || weight.requires_grad() || (has(bias) && bias->requires_grad()));
}

const float* data_of(const at::Tensor& tensor) { return tensor.defined() ? tensor.data_ptr<float>() : nullptr; }

float* memory_of(const at::Tensor& tensor) { return tensor.defined() ? tensor.data_ptr<float>() : nullptr; }

// ---- Our own kernels ----------------------------------------------------------------------------------------------

/// The hyper-parameters as they are kept for the backward pass.
struct Settings {
    std::vector<int64_t> stride, padding, dilation, output_padding;
    bool transposed, relu, bias;
};

direct::Shape shape_of(const at::Tensor& image, const at::Tensor& map, const Settings& settings, const at::Tensor& weight) {
    direct::Shape shape{};
    shape.batch = image.size(0);
    shape.image_channels = image.size(1);
    shape.map_channels = map.size(1);
    for (int i = 0; i < 2; ++i) {
        shape.image[i] = image.size(i + 2);
        shape.map[i] = map.size(i + 2);
        shape.kernel[i] = weight.size(i + 2);
        shape.stride[i] = settings.stride[i];
        shape.padding[i] = settings.padding[i];
        shape.dilation[i] = settings.dilation[i];
    }
    return shape;
}

at::Tensor direct_forward(const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias,
                          const Settings& settings, at::IntArrayRef size) {
    auto output = at::empty(size, input.options());
    auto added = has(bias) ? bias->contiguous() : at::Tensor();
    auto shape = settings.transposed ? shape_of(output, input, settings, weight) : shape_of(input, output, settings, weight);
    if (direct::suits_narrow(shape))
        direct::narrow_forward(shape, !settings.transposed, data_of(input), data_of(weight), data_of(added), settings.relu,
                               memory_of(output));
    else if (settings.transposed)
        direct::spread(shape, data_of(input), data_of(weight), data_of(added), settings.relu, memory_of(output));
    else
        direct::gather(shape, data_of(input), data_of(weight), data_of(added), settings.relu, memory_of(output));
    return output;
}

struct DirectConvolution : torch::autograd::Function<DirectConvolution> {
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input,
                              const at::Tensor& weight, const c10::optional<at::Tensor>& bias, const Settings& settings,
                              std::vector<int64_t> size) {
        auto output = direct_forward(input, weight, bias, settings, size);
        context->save_for_backward({input, weight, settings.relu ? output : at::Tensor()});
        context->saved_data["stride"] = settings.stride;
        context->saved_data["padding"] = settings.padding;
        context->saved_data["dilation"] = settings.dilation;
        context->saved_data["output_padding"] = settings.output_padding;
        context->saved_data["transposed"] = settings.transposed;
        context->saved_data["bias"] = has(bias);
        return output;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients) {
        auto& data = context->saved_data;
        auto saved = context->get_saved_variables();
        auto &input = saved[0], &weight = saved[1], &output = saved[2];
        Settings settings{data["stride"].toIntVector(), data["padding"].toIntVector(), data["dilation"].toIntVector(),
                          data["output_padding"].toIntVector(), data["transposed"].toBool(), output.defined(),
                          data["bias"].toBool()};
        std::array<bool, 3> needed{context->needs_input_grad(0), context->needs_input_grad(1),
                                   settings.bias && context->needs_input_grad(2)};
        auto gradient = gradients[0];
        if (at::GradMode::is_enabled()) {  // A gradient of the gradient may be asked for: ATen's operators have one.
            if (settings.relu) gradient = at::threshold_backward(gradient, output, 0);
            std::vector<int64_t> bias_size{gradient.size(1)};
            auto found = at::convolution_backward(gradient, input, weight, bias_size, settings.stride, settings.padding,
                                                  settings.dilation, settings.transposed, settings.output_padding, 1, needed);
            return {std::get<0>(found), std::get<1>(found), std::get<2>(found), {}, {}};
        }

        gradient = gradient.contiguous();
        at::Tensor for_input, for_weight, for_bias;
        if (needed[0]) for_input = at::empty(input.sizes(), input.options());
        if (needed[1]) for_weight = at::empty(weight.sizes(), weight.options());
        if (needed[2]) for_bias = at::empty({gradient.size(1)}, weight.options());
        direct::Gradients results{memory_of(for_input), memory_of(for_weight), memory_of(for_bias)};
        auto shape = settings.transposed ? shape_of(gradient, input, settings, weight) : shape_of(input, gradient, settings, weight);
        if (direct::suits_narrow(shape)) {
            if (settings.relu) gradient = at::threshold_backward(gradient, output, 0).contiguous();
            direct::narrow_backward(shape, settings.transposed, data_of(input), data_of(weight), data_of(gradient), results);
            if (needed[2]) for_bias = gradient.sum(at::IntArrayRef{0, 2, 3});
        } else if (settings.transposed) {
            direct::spread_backward(shape, data_of(input), data_of(weight), data_of(output), data_of(gradient), results);
        } else {
            direct::gather_backward(shape, data_of(input), data_of(weight), data_of(output), data_of(gradient), results);
        }
        return {for_input, for_weight, for_bias, {}, {}};
    }
};

/// Runs our kernels if the shapes have them; the size of the result says whether they fit at all.
c10::optional<at::Tensor> try_direct(const at::Tensor& input, const at::Tensor& weight,
                                     const c10::optional<at::Tensor>& bias, const Settings& settings,
                                     std::vector<int64_t> size) {
    auto shape = settings.transposed ? shape_of(at::empty(size, at::kMeta), input, settings, weight)
                                     : shape_of(input, at::empty(size, at::kMeta), settings, weight);
    if (!direct::suits(shape) && !direct::suits_narrow(shape)) return c10::nullopt;
    auto plain_input = input.contiguous(), plain_weight = weight.contiguous();
    return is_recorded(input, weight, bias)
               ? DirectConvolution::apply(plain_input, plain_weight, bias, settings, size)
               : direct_forward(plain_input, plain_weight, bias, settings, size);
}

// ---- Transposed convolution through oneDNN ------------------------------------------------------------------------
// libtorch 1.13 runs conv_transpose2d as im2col and one matrix product an image. The same map is the data gradient of
// the plain convolution with the same weights, and that has a oneDNN kernel. With one output channel ATen's own path
// is faster, so that case stays there.

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

// ---- Operators ----------------------------------------------------------------------------------------------------

bool are_pairs(std::initializer_list<at::IntArrayRef> lists) {
    return std::all_of(lists.begin(), lists.end(), [](at::IntArrayRef values) { return values.size() == 2; });
}

/// Whether the bias is absent or fits. Anything else is an error that ATen words best; so are those below.
bool bias_suits(const c10::optional<at::Tensor>& bias, int64_t channels) {
    return !has(bias) || (is_plain(*bias, 1) && bias->size(0) == channels);
}

at::Tensor conv2d(const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias,
                  at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation, int64_t groups, bool relu) {
    bool suits = is_plain(input, 4) && is_plain(weight, 4) && groups == 1 && are_pairs({stride, padding, dilation}) &&
                 input.size(1) == weight.size(1) && bias_suits(bias, weight.size(0));
    std::vector<int64_t> size;
    if (suits) size = {input.size(0), weight.size(0)};
    for (int i = 0; suits && i < 2; ++i) {
        suits = stride[i] > 0 && dilation[i] > 0 && padding[i] >= 0;
        int64_t room = input.size(i + 2) + 2 * padding[i] - dilation[i] * (weight.size(i + 2) - 1) - 1;
        suits = suits && room >= 0;
        if (suits) size.push_back(room / stride[i] + 1);
    }
    if (suits) {
        Settings settings{stride.vec(), padding.vec(), dilation.vec(), {0, 0}, false, relu, has(bias)};
        if (auto found = try_direct(input, weight, bias, settings, size)) return *found;
    }
    auto output = at::conv2d(input, weight, bias, stride, padding, dilation, groups);
    return relu ? at::relu(output) : output;
}

at::Tensor conv_transpose2d(const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias,
                            at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef output_padding,
                            int64_t groups, at::IntArrayRef dilation, bool relu) {
    bool suits = is_plain(input, 4) && is_plain(weight, 4) && groups > 0 &&
                 are_pairs({stride, padding, output_padding, dilation}) && input.size(1) == weight.size(0) &&
                 weight.size(0) % groups == 0 && bias_suits(bias, weight.size(1) * groups);
    std::vector<int64_t> size;
    if (suits) size = {input.size(0), weight.size(1) * groups};
    for (int i = 0; suits && i < 2; ++i) {
        suits = stride[i] > 0 && dilation[i] > 0 && padding[i] >= 0 && output_padding[i] >= 0 &&
                output_padding[i] < std::max(stride[i], dilation[i]);
        size.push_back((input.size(i + 2) - 1) * stride[i] - 2 * padding[i] + dilation[i] * (weight.size(i + 2) - 1) +
                       output_padding[i] + 1);
        suits = suits && size.back() > 0;
    }
    if (suits && groups == 1) {
        Settings settings{stride.vec(), padding.vec(), dilation.vec(), output_padding.vec(), true, relu, has(bias)};
        if (auto found = try_direct(input, weight, bias, settings, size)) return *found;
    }

    at::Tensor output;
    bool has_onednn = suits && size[1] > 1;
    for (int i = 0; has_onednn && i < 2; ++i)  // oneDNN refuses more padding than the window reaches.
        has_onednn = padding[i] <= dilation[i] * (weight.size(i + 2) - 1);
    if (!has_onednn)
        output = at::conv_transpose2d(input, weight, bias, stride, padding, output_padding, groups, dilation);
    else if (is_recorded(input, weight, bias))
        output = TransposedConvolution::apply(input.contiguous(), weight, bias, stride.vec(), padding.vec(),
                                              output_padding.vec(), groups, dilation.vec());
    else
        output = transposed_forward(input.contiguous(), weight, bias, stride, padding, output_padding, groups, dilation);
    return relu ? at::relu(output) : output;
}

TORCH_LIBRARY_FRAGMENT(vae_compat, library) {
    library.def(
        "conv2d(Tensor input, Tensor weight, Tensor? bias, int[2] stride, int[2] padding, int[2] dilation, int groups, "
        "bool relu=False) -> Tensor",
        &conv2d);
    library.def(
        "conv_transpose2d(Tensor input, Tensor weight, Tensor? bias, int[2] stride, int[2] padding, "
        "int[2] output_padding, int groups, int[2] dilation, bool relu=False) -> Tensor",
        &conv_transpose2d);
}

}  // namespace
