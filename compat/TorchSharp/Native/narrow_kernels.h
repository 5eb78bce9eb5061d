// The inner loops of narrow.cpp, compiled for AVX-512: 3 x 3 windows that move by one pixel and keep the image's size.
// The vectors run along rows of [C, H, W].
#pragma once

#include "direct_kernels.h"

namespace direct {
namespace kernels {

/// out[o] = bias[o] + sum over i of weights[o, i] applied to in[i], whose border is zeros. The weight of output o and
/// input i at row a and column b of the window is weights[((o * inputs + i) * 3 + a) * 3 + b].
void windows(const float* in, int inputs, const float* weights, const float* bias, bool relu, int height, int width,
             float* out, int outputs, Ahead& ahead);

/// How many steps of fetching ahead these two make.
int64_t window_steps(int outputs, int height, int width);
int64_t window_product_steps(int maps, int images);

/// sums[(m * images + i) * 9 + tap] += products of map[m] and image[i] moved by the tap, 16 partial sums each.
void add_window_products(const float* map, int maps, const float* image, int images, int height, int width, float* sums,
                         Ahead& ahead);

}  // namespace kernels
}  // namespace direct
