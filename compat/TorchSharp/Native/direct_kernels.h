// The inner loops of direct.cpp, compiled for AVX-512. Memory of [H, W, C] is zeroed beyond its channels, up to 16.
#pragma once

#include <cstdint>

namespace direct {
namespace kernels {

bool available();

/// Memory that is soon read or written, fetched into the second-level cache bit by bit between products.
struct Ahead {
    struct Range {
        const char *next, *end;
        bool written;
    };
    Range ranges[4];
    int count = 0;      // of ranges
    int64_t lines = 0;  // cache lines of all of them
    int64_t at_once = 0;

    void add(const float* memory, int64_t floats, bool written) {
        auto start = reinterpret_cast<const char*>(memory);
        ranges[count++] = {start, start + floats * 4, written};
        lines += floats / 16 + 1;
    }

    /// In how many steps all is to be fetched.
    void spread_over(int64_t steps) { at_once = (lines + steps - 1) / steps; }
};

/// Outputs of one row: for every pixel p and channel o of a block of 32 (16 if `half`),
/// out[p, o] = bias[o] + sum over taps t and channels c of in[offset of t + p, c] x weights[t, c, o].
void row(const float* in, int64_t in_stride, const int32_t* offsets, const int32_t* taps, int tap_count, int channels,
         const float* weights, const float* bias, bool relu, bool half, int pixels, float* out, int64_t out_stride, Ahead& ahead);

/// How many steps of fetching ahead add_products makes.
int64_t product_steps(int image_channels, int map_channels);

/// sums[i, m] += sum over pixels of image[pixel, i] x map[pixel, m].
void add_products(const float* image, int image_channels, int64_t image_row, int64_t image_pixel, const float* map,
                  int map_channels, int64_t map_row, int rows, int columns, float* sums, Ahead& ahead);

/// sums[c] += sum over pixels of values[pixel, c].
void add_pixels(const float* values, int pixels, int channels, float* sums);

/// [C, pixels] to [.., C] at the pixels' offsets. Where `output` is given, values count only where that is not <= 0.
void to_channels_last(const float* source, const float* output, int channels, int pixels, const int32_t* offsets,
                      float* target);

/// The way back.
void to_channels_first(const float* source, int channels, int pixels, const int32_t* offsets, float* target);

}  // namespace kernels
}  // namespace direct
