#include "direct.h"

#include <vector>

#include "batch.h"
#include "direct_kernels.h"

namespace direct {
namespace {

constexpr int kBlock = 2 * kLanes;                 // channels that one pass of a kernel computes
constexpr int64_t kCacheFloats = 1 << 18;          // one image's working set: 1 MiB, half of a second-level cache

int64_t round_up(int64_t value, int64_t multiple) { return (value + multiple - 1) / multiple * multiple; }

/// One side of a convolution as [H, W, C] with a border of zeros.
struct Grid {
    int64_t channels, padded_channels, height, width, top, left, rows, columns;
    std::vector<int32_t> offsets;  // of each of the H x W pixels

    Grid(int64_t channels, int64_t height, int64_t width, int64_t top, int64_t left, int64_t bottom, int64_t right)
        : channels(channels), padded_channels(round_up(channels, kLanes)), height(height), width(width), top(top),
          left(left), rows(top + height + bottom), columns(left + width + right), offsets(height * width) {
        for (int64_t y = 0; y < height; ++y)
            for (int64_t x = 0; x < width; ++x) offsets[y * width + x] = static_cast<int32_t>(at(y, x));
    }

    int64_t row_stride() const { return columns * padded_channels; }
    int64_t at(int64_t y, int64_t x) const { return (y + top) * row_stride() + (x + left) * padded_channels; }
    int64_t floats() const { return rows * row_stride(); }
    int64_t pixels() const { return height * width; }
    int64_t size() const { return channels * pixels(); }  // of [C, H, W]
};

/// The image with the border that windows reach into.
Grid image_grid(const Shape& s) {
    int64_t after[2];
    for (int i = 0; i < 2; ++i)
        after[i] = std::max<int64_t>(
            0, (s.map[i] - 1) * s.stride[i] + (s.kernel[i] - 1) * s.dilation[i] + 1 - s.padding[i] - s.image[i]);
    return {s.image_channels, s.image[0], s.image[1], s.padding[0], s.padding[1], after[0], after[1]};
}

Grid plain_grid(int64_t channels, const int64_t* size) { return {channels, size[0], size[1], 0, 0, 0, 0}; }

/// Along one axis: of the image's positions p = stride q + phase, the taps k that meet a map's position q + shift.
struct Phase {
    std::vector<std::pair<int64_t, int64_t>> taps;  // k, shift
    int64_t count;                                  // of positions
};

std::vector<Phase> phases(const Shape& s, int axis) {
    std::vector<Phase> found;
    for (int64_t phase = 0; phase < std::min(s.stride[axis], s.image[axis]); ++phase) {
        Phase one{{}, (s.image[axis] - phase + s.stride[axis] - 1) / s.stride[axis]};
        for (int64_t k = 0; k < s.kernel[axis]; ++k) {
            int64_t distance = phase + s.padding[axis] - s.dilation[axis] * k;
            if (distance % s.stride[axis] == 0) one.taps.emplace_back(k, distance / s.stride[axis]);
        }
        found.push_back(std::move(one));
    }
    return found;
}

/// The map with the border that the image's positions reach into.
Grid map_grid(const Shape& s) {
    int64_t before[2] = {0, 0}, after[2] = {0, 0};
    for (int i = 0; i < 2; ++i)
        for (auto& phase : phases(s, i))
            for (auto& [k, shift] : phase.taps) {
                before[i] = std::max(before[i], -shift);
                after[i] = std::max(after[i], phase.count - 1 + shift - (s.map[i] - 1));
            }
    return {s.map_channels, s.map[0], s.map[1], before[0], before[1], after[0], after[1]};
}

/// A row of outputs, all of which take the same taps from the other side.
struct Row {
    int64_t in, out;  // offsets of the first pixel
    int32_t plan;     // index of its taps
};

/// The taps of some rows: offset of the input, and which of the kernel's taps.
struct Plan {
    std::vector<int32_t> offsets, taps;
    int64_t pixels;               // in a row
    int64_t in_stride, out_stride;  // from pixel to pixel
};

/// How one side is computed from the other: rows of pixels, and the weights in the order in which kernels read them.
struct Work {
    std::vector<Plan> plans;
    std::vector<Row> rows;
};

Work gather_work(const Shape& s, const Grid& image, const Grid& map) {
    Work work;
    Plan plan{{}, {}, s.map[1], s.stride[1] * image.padded_channels, map.padded_channels};
    for (int64_t y = 0; y < s.kernel[0]; ++y)
        for (int64_t x = 0; x < s.kernel[1]; ++x) {
            plan.offsets.push_back(static_cast<int32_t>(y * s.dilation[0] * image.row_stride() +
                                                        x * s.dilation[1] * image.padded_channels));
            plan.taps.push_back(static_cast<int32_t>(y * s.kernel[1] + x));
        }
    work.plans.push_back(std::move(plan));
    for (int64_t y = 0; y < s.map[0]; ++y)
        work.rows.push_back({image.at(y * s.stride[0] - s.padding[0], -s.padding[1]), map.at(y, 0), 0});
    return work;
}

Work spread_work(const Shape& s, const Grid& map, const Grid& image) {
    Work work;
    auto vertical = phases(s, 0), horizontal = phases(s, 1);
    for (size_t i = 0; i < vertical.size(); ++i)
        for (size_t j = 0; j < horizontal.size(); ++j) {
            Plan plan{{}, {}, horizontal[j].count, map.padded_channels, s.stride[1] * image.padded_channels};
            for (auto& [y, down] : vertical[i].taps)
                for (auto& [x, right] : horizontal[j].taps) {
                    plan.offsets.push_back(static_cast<int32_t>(down * map.row_stride() + right * map.padded_channels));
                    plan.taps.push_back(static_cast<int32_t>(y * s.kernel[1] + x));
                }
            for (int64_t q = 0; q < vertical[i].count; ++q)
                work.rows.push_back({map.at(q, 0), image.at(q * s.stride[0] + static_cast<int64_t>(i), static_cast<int64_t>(j)),
                                     static_cast<int32_t>(work.plans.size())});
            work.plans.push_back(std::move(plan));
        }
    return work;
}

/// Weights as kernels read them: [block of output channels, tap, input channel, 32 output channels].
Buffer pack(const Shape& s, const float* weight, bool to_map) {
    int64_t in = to_map ? s.image_channels : s.map_channels, out = to_map ? s.map_channels : s.image_channels;
    int64_t taps = s.kernel[0] * s.kernel[1];
    Buffer packed(round_up(out, kBlock) * in * taps);
    for (int64_t m = 0; m < s.map_channels; ++m)
        for (int64_t i = 0; i < s.image_channels; ++i) {
            int64_t o = to_map ? m : i, c = to_map ? i : m;
            const float* from = weight + (m * s.image_channels + i) * taps;
            float* to = packed.get() + (o / kBlock * taps * in + c) * kBlock + o % kBlock;
            for (int64_t tap = 0; tap < taps; ++tap) to[tap * in * kBlock] = from[tap];
        }
    return packed;
}

Buffer pad_bias(const float* bias, int64_t channels) {
    Buffer padded(round_up(channels, kBlock));
    if (bias) std::memcpy(padded.get(), bias, channels * sizeof(float));
    return padded;
}

int64_t multiply_steps(const Work& work, const Grid& out) {
    return static_cast<int64_t>(work.rows.size()) * ((out.channels + kBlock - 1) / kBlock);
}

/// One image: every row, every block of output channels.
void multiply(const Work& work, const Grid& in, const Grid& out, int64_t taps, const float* weights, const float* bias,
              bool relu, const float* source, float* target, kernels::Ahead& ahead) {
    for (int64_t block = 0; block < out.channels; block += kBlock) {
        const float* panel = weights + block / kBlock * taps * in.channels * kBlock;
        bool half = out.padded_channels - block < kBlock;
        for (auto& row : work.rows) {
            auto& plan = work.plans[row.plan];
            kernels::row(source + row.in, plan.in_stride, plan.offsets.data(), plan.taps.data(),
                         static_cast<int>(plan.taps.size()), static_cast<int>(in.channels), panel, bias + block, relu,
                         half, static_cast<int>(plan.pixels), target + row.out + block, plan.out_stride, ahead);
        }
    }
}

void load(const Grid& grid, const float* source, const float* output, float* target) {
    kernels::to_channels_last(source, output, static_cast<int>(grid.channels), static_cast<int>(grid.pixels()),
                              grid.offsets.data(), target);
}

void store(const Grid& grid, const float* source, float* target) {
    kernels::to_channels_first(source, static_cast<int>(grid.channels), static_cast<int>(grid.pixels()),
                               grid.offsets.data(), target);
}

void forward(const Work& work, const Grid& in, const Grid& out, const Shape& s, const float* source, const Buffer& weights,
             const float* bias, bool relu, float* target) {
    Buffer padded_bias = pad_bias(bias, out.channels);
    int64_t taps = s.kernel[0] * s.kernel[1];
    for_chunks(s.batch, [&](int64_t, int64_t first, int64_t last) {
        Buffer from(in.floats()), to(out.floats());
        for (int64_t n = first; n < last; ++n) {
            const float* here = source + n * in.size();
            float* there = target + n * out.size();
            kernels::Ahead ahead;
            if (n + 1 < last) ahead.add(here + in.size(), in.size(), false);
            ahead.add(there, out.size(), true);
            ahead.spread_over(multiply_steps(work, out));
            load(in, here, nullptr, from.get());
            multiply(work, in, out, taps, weights.get(), padded_bias.get(), relu, from.get(), to.get(), ahead);
            store(out, to.get(), there);
        }
    });
}

/// `input_work` computes the gradient for the input, which is the map if `input_is_map`, else the image.
void backward(const Shape& s, bool input_is_map, const float* input, const float* weight, const float* output,
              const float* gradient, Gradients results) {
    // The side whose windows are read has a border; the gradient's side has one as well where the input's gradient needs it.
    Grid windows = image_grid(s), framed_map = map_grid(s);
    Grid plain_map = plain_grid(s.map_channels, s.map), plain_image = plain_grid(s.image_channels, s.image);
    const Grid& gradient_grid = input_is_map ? windows : framed_map;
    const Grid& input_grid = input_is_map ? plain_map : windows;
    const Grid& result_grid = input_is_map ? plain_map : plain_image;
    const Grid& map_side = input_is_map ? plain_map : framed_map;

    Work work = input_is_map ? gather_work(s, windows, plain_map) : spread_work(s, framed_map, plain_image);
    Buffer weights = results.for_input ? pack(s, weight, input_is_map) : Buffer(0);
    Buffer no_bias = pad_bias(nullptr, result_grid.channels);
    int64_t taps = s.kernel[0] * s.kernel[1];
    int64_t weight_floats = taps * windows.channels * map_side.padded_channels;
    int64_t sum_floats = weight_floats + gradient_grid.padded_channels;

    int64_t product_steps = taps * kernels::product_steps(static_cast<int>(windows.channels), static_cast<int>(map_side.padded_channels));
    int64_t chunks = chunk_count(s.batch);
    std::vector<std::unique_ptr<Buffer>> sums(chunks);
    for_chunks(s.batch, [&](int64_t chunk, int64_t first, int64_t last) {
        Buffer gradients(gradient_grid.floats()), inputs(input_grid.floats()), result(result_grid.floats());
        sums[chunk] = std::make_unique<Buffer>(sum_floats);
        float* sum = sums[chunk]->get();
        for (int64_t n = first; n < last; ++n) {
            int64_t at = n * gradient_grid.size();
            kernels::Ahead ahead;
            if (n + 1 < last) {
                ahead.add(gradient + at + gradient_grid.size(), gradient_grid.size(), false);
                if (output) ahead.add(output + at + gradient_grid.size(), gradient_grid.size(), false);
                if (results.for_weight) ahead.add(input + (n + 1) * input_grid.size(), input_grid.size(), false);
            }
            if (results.for_input) ahead.add(results.for_input + n * result_grid.size(), result_grid.size(), true);
            ahead.spread_over((results.for_input ? multiply_steps(work, result_grid) : 0) + (results.for_weight ? product_steps : 0) + 1);
            load(gradient_grid, gradient + at, output ? output + at : nullptr, gradients.get());
            if (results.for_bias)
                kernels::add_pixels(gradients.get(), static_cast<int>(gradient_grid.rows * gradient_grid.columns),
                                    static_cast<int>(gradient_grid.padded_channels), sum + weight_floats);
            if (results.for_input) {
                multiply(work, gradient_grid, result_grid, taps, weights.get(), no_bias.get(), false, gradients.get(),
                         result.get(), ahead);
                store(result_grid, result.get(), results.for_input + n * result_grid.size());
            }
            if (!results.for_weight) continue;
            load(input_grid, input + n * input_grid.size(), nullptr, inputs.get());
            const float* image = input_is_map ? gradients.get() : inputs.get();
            const float* map = (input_is_map ? inputs.get() : gradients.get()) + map_side.at(0, 0);
            for (int64_t y = 0; y < s.kernel[0]; ++y)
                for (int64_t x = 0; x < s.kernel[1]; ++x)
                    kernels::add_products(
                        image + y * s.dilation[0] * windows.row_stride() + x * s.dilation[1] * windows.padded_channels,
                        static_cast<int>(windows.channels), s.stride[0] * windows.row_stride(),
                        s.stride[1] * windows.padded_channels, map, static_cast<int>(map_side.padded_channels),
                        map_side.row_stride(), static_cast<int>(s.map[0]), static_cast<int>(s.map[1]),
                        sum + (y * s.kernel[1] + x) * windows.channels * map_side.padded_channels, ahead);
        }
    });

    float* total = sums[0]->get();
    for (int64_t chunk = 1; chunk < chunks; ++chunk)
        for (int64_t i = 0; i < sum_floats; ++i) total[i] += sums[chunk]->get()[i];
    if (results.for_bias)
        std::memcpy(results.for_bias, total + weight_floats, gradient_grid.channels * sizeof(float));
    if (results.for_weight)
        for (int64_t m = 0; m < s.map_channels; ++m)
            for (int64_t i = 0; i < s.image_channels; ++i)
                for (int64_t tap = 0; tap < taps; ++tap)
                    results.for_weight[(m * s.image_channels + i) * taps + tap] =
                        total[(tap * s.image_channels + i) * map_side.padded_channels + m];
}

}  // namespace

bool suits(const Shape& s) {
    if (!kernels::available() || s.batch < 1 || s.image_channels < 8 || s.map_channels < 8) return false;
    Grid image = image_grid(s), map = map_grid(s);
    return image.floats() + 2 * map.floats() + 2 * plain_grid(s.image_channels, s.image).floats() <= kCacheFloats;
}

void gather(const Shape& s, const float* image, const float* weight, const float* bias, bool relu, float* map) {
    Grid in = image_grid(s), out = plain_grid(s.map_channels, s.map);
    forward(gather_work(s, in, out), in, out, s, image, pack(s, weight, true), bias, relu, map);
}

void spread(const Shape& s, const float* map, const float* weight, const float* bias, bool relu, float* image) {
    Grid in = map_grid(s), out = plain_grid(s.image_channels, s.image);
    forward(spread_work(s, in, out), in, out, s, map, pack(s, weight, false), bias, relu, image);
}

void gather_backward(const Shape& s, const float* input, const float* weight, const float* output, const float* gradient,
                     Gradients results) {
    backward(s, false, input, weight, output, gradient, results);
}

void spread_backward(const Shape& s, const float* input, const float* weight, const float* output, const float* gradient,
                     Gradients results) {
    backward(s, true, input, weight, output, gradient, results);
}

}  // namespace direct
