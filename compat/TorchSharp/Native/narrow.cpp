#include "narrow.h"

#include <memory>
#include <vector>

#include "batch.h"
#include "narrow_kernels.h"

namespace direct {
namespace {

constexpr int64_t kMostChannels = 4;  // of the narrower side

/// [map, image, 3, 3] as the weights of one direction, [outputs, inputs, 3, 3]. Seen from the image a window is turned round.
std::vector<float> arrange(const Shape& s, const float* weight, bool to_map) {
    std::vector<float> arranged(s.map_channels * s.image_channels * 9);
    for (int64_t m = 0; m < s.map_channels; ++m)
        for (int64_t i = 0; i < s.image_channels; ++i)
            for (int64_t tap = 0; tap < 9; ++tap) {
                float value = weight[(m * s.image_channels + i) * 9 + tap];
                if (to_map)
                    arranged[(m * s.image_channels + i) * 9 + tap] = value;
                else
                    arranged[(i * s.map_channels + m) * 9 + 8 - tap] = value;
            }
    return arranged;
}

struct Sides {
    int height, width, inputs, outputs;
    int64_t input_size, output_size;
    Sides(const Shape& s, bool to_map)
        : height(static_cast<int>(s.image[0])), width(static_cast<int>(s.image[1])),
          inputs(static_cast<int>(to_map ? s.image_channels : s.map_channels)),
          outputs(static_cast<int>(to_map ? s.map_channels : s.image_channels)),
          input_size(inputs * s.image[0] * s.image[1]), output_size(outputs * s.image[0] * s.image[1]) {}
};

}  // namespace

bool suits_narrow(const Shape& s) {
    bool same = kernels::available() && s.batch > 0 && std::min(s.image_channels, s.map_channels) <= kMostChannels;
    for (int i = 0; i < 2; ++i)
        same = same && s.kernel[i] == 3 && s.stride[i] == 1 && s.padding[i] == 1 && s.dilation[i] == 1 && s.image[i] == s.map[i];
    return same;
}

void narrow_forward(const Shape& s, bool to_map, const float* input, const float* weight, const float* bias, bool relu,
                    float* output) {
    Sides sides(s, to_map);
    auto weights = arrange(s, weight, to_map);
    for_chunks(s.batch, [&](int64_t, int64_t first, int64_t last) {
        for (int64_t n = first; n < last; ++n) {
            const float* here = input + n * sides.input_size;
            float* there = output + n * sides.output_size;
            kernels::Ahead ahead;
            if (n + 1 < last) ahead.add(here + sides.input_size, sides.input_size, false);
            ahead.add(there, sides.output_size, true);
            ahead.spread_over(kernels::window_steps(sides.outputs, sides.height, sides.width));
            kernels::windows(here, sides.inputs, weights.data(), bias, relu, sides.height, sides.width, there, sides.outputs, ahead);
        }
    });
}

void narrow_backward(const Shape& s, bool input_is_map, const float* input, const float* weight, const float* gradient,
                     Gradients results) {
    Sides sides(s, input_is_map);  // from the gradient to the input's gradient
    auto weights = arrange(s, weight, input_is_map);
    int maps = static_cast<int>(s.map_channels), images = static_cast<int>(s.image_channels);
    int64_t pairs = s.map_channels * s.image_channels * 9, steps = 1;
    if (results.for_input) steps += kernels::window_steps(sides.outputs, sides.height, sides.width);
    if (results.for_weight) steps += kernels::window_product_steps(maps, images);

    std::vector<std::unique_ptr<Buffer>> sums(chunk_count(s.batch));
    for_chunks(s.batch, [&](int64_t chunk, int64_t first, int64_t last) {
        sums[chunk] = std::make_unique<Buffer>(pairs * kLanes);
        for (int64_t n = first; n < last; ++n) {
            const float* here = gradient + n * sides.input_size;
            const float* other = input + n * sides.output_size;
            float* there = results.for_input + n * sides.output_size;
            kernels::Ahead ahead;
            if (n + 1 < last) {
                ahead.add(here + sides.input_size, sides.input_size, false);
                if (results.for_weight) ahead.add(other + sides.output_size, sides.output_size, false);
            }
            if (results.for_input) ahead.add(there, sides.output_size, true);
            ahead.spread_over(steps);
            if (results.for_input)
                kernels::windows(here, sides.inputs, weights.data(), nullptr, false, sides.height, sides.width, there,
                                 sides.outputs, ahead);
            if (results.for_weight)
                kernels::add_window_products(input_is_map ? other : here, maps, input_is_map ? here : other, images,
                                             sides.height, sides.width, sums[chunk]->get(), ahead);
        }
    });
    if (!results.for_weight) return;
    for (int64_t pair = 0; pair < pairs; ++pair) {
        float total = 0;
        for (auto& sum : sums)
            for (int64_t lane = 0; lane < kLanes; ++lane) total += sum->get()[pair * kLanes + lane];
        results.for_weight[pair] = total;
    }
}

}  // namespace direct
