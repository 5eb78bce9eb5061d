// Adam's step for one parameter in one pass over its memory, in place of some ten operators with a pass each.

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/library.h>

#include <cmath>

namespace {

struct Factors {
    float keep, decay, beta1, rest1, beta2, rest2, root, eps, rate;
};

/// keep: what decoupled weight decay leaves of the parameter; decay: what plain weight decay adds to the gradient.
__attribute__((target_clones("avx512f", "avx2", "default")))
void adam(float* __restrict parameter, const float* __restrict gradient, float* __restrict mean, float* __restrict square,
          int64_t count, Factors f) {
    for (int64_t i = 0; i < count; ++i) {
        float value = parameter[i] * f.keep;
        float slope = gradient[i] + f.decay * parameter[i];
        float m = mean[i] * f.beta1 + f.rest1 * slope;
        float v = square[i] * f.beta2 + f.rest2 * slope * slope;
        mean[i] = m;
        square[i] = v;
        parameter[i] = value - f.rate * m / (std::sqrt(v) / f.root + f.eps);
    }
}

bool is_plain(const at::Tensor& tensor) {
    return tensor.scalar_type() == at::kFloat && tensor.device().is_cpu() && tensor.is_contiguous();
}

/// Returns false, and does nothing, where the tensors are not single-precision numbers one after the other.
bool adam_step(const at::Tensor& parameter, const at::Tensor& gradient, const at::Tensor& mean, const at::Tensor& square,
               double rate, double beta1, double beta2, double eps, double weight_decay, bool decoupled, int64_t step) {
    for (auto& tensor : {parameter, gradient, mean, square})
        if (!is_plain(tensor) || tensor.numel() != parameter.numel()) return false;
    double correction1 = 1 - std::pow(beta1, step), correction2 = 1 - std::pow(beta2, step);
    Factors factors{static_cast<float>(decoupled ? 1 - rate * weight_decay : 1),
                    static_cast<float>(decoupled ? 0 : weight_decay),
                    static_cast<float>(beta1), static_cast<float>(1 - beta1),
                    static_cast<float>(beta2), static_cast<float>(1 - beta2),
                    static_cast<float>(std::sqrt(correction2)), static_cast<float>(eps),
                    static_cast<float>(rate / correction1)};
    auto p = parameter.data_ptr<float>(), g = gradient.data_ptr<float>(), m = mean.data_ptr<float>(),
         v = square.data_ptr<float>();
    at::parallel_for(0, parameter.numel(), 1 << 14, [&](int64_t begin, int64_t end) {
        adam(p + begin, g + begin, m + begin, v + begin, end - begin, factors);
    });
    // Whatever was saved of them for a backward pass is no longer what it was.
    for (auto& tensor : {parameter, mean, square}) tensor.unsafeGetTensorImpl()->bump_version();
    return true;
}

TORCH_LIBRARY_FRAGMENT(vae_compat, library) {
    library.def(
        "adam_step(Tensor(a!) parameter, Tensor gradient, Tensor(b!) mean, Tensor(c!) square, float rate, float beta1, "
        "float beta2, float eps, float weight_decay, bool decoupled, int step) -> bool",
        &adam_step);
}

}  // namespace
