// Convolutions of many small images in single precision, one image at a time, so that all of it stays in the core's
// second-level cache: [C, H, W] is turned into [H, W, C], where 16 channels are one AVX-512 vector, multiplied there, and
// turned back. Plain and transposed convolutions and their gradients are three maps between the same two sides: the
// `image` (a convolution's input, a transposed one's output) and the `map` (a convolution's output, a transposed one's input).
#pragma once

#include <cstdint>

namespace direct {

constexpr int kLanes = 16;

/// One convolution without groups. The weight is [map channels, image channels, kernel height, kernel width] in both kinds.
struct Shape {
    int64_t batch;
    int64_t image_channels, image[2];
    int64_t map_channels, map[2];
    int64_t kernel[2], stride[2], padding[2], dilation[2];
};

/// Whether this processor and this shape have kernels here.
bool suits(const Shape& shape);

/// map = sum of weight x image, plus bias (may be null), then max(0, .) if `relu`.
void gather(const Shape& shape, const float* image, const float* weight, const float* bias, bool relu, float* map);

/// image = sum of weight x map, plus bias (may be null), then max(0, .) if `relu`.
void spread(const Shape& shape, const float* map, const float* weight, const float* bias, bool relu, float* image);

/// What a convolution's backward pass needs; whatever is null is not computed. `output`, where it is given, is what the
/// forward pass returned through max(0, .): the gradient counts where that is not 0.
struct Gradients {
    float* for_input;
    float* for_weight;
    float* for_bias;
};

/// `gradient` and `output` are maps, `input` is an image.
void gather_backward(const Shape& shape, const float* input, const float* weight, const float* output,
                     const float* gradient, Gradients results);

/// `gradient` and `output` are images, `input` is a map.
void spread_backward(const Shape& shape, const float* input, const float* weight, const float* output,
                     const float* gradient, Gradients results);

}  // namespace direct
