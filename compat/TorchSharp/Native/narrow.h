// Convolutions with 3 x 3 windows, stride 1 and padding 1 where one side has a few channels only, as an image has: too few
// to fill a vector, so the vectors run along rows and nothing is turned round.
#pragma once

#include "direct.h"

namespace direct {

bool suits_narrow(const Shape& shape);

/// From the image to the map or back, with bias (may be null), then max(0, .) if `relu`.
void narrow_forward(const Shape& shape, bool to_map, const float* input, const float* weight, const float* bias, bool relu,
                    float* output);

/// The gradients for the input and the weight; for_bias is not computed.
void narrow_backward(const Shape& shape, bool input_is_map, const float* input, const float* weight, const float* gradient,
                     Gradients results);

}  // namespace direct
