#include "direct_kernels.h"

// Nothing of the standard library in this file: what it compiled inline would need AVX-512 wherever the linker chose it.
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,fma,prfchw")
#include "direct_vectors.h"

namespace direct {
namespace kernels {
namespace {

constexpr int kBlock = 32;
constexpr int kMostPixels = 14;  // x 2 vectors = 28 sums, 2 weights and a broadcast: 31 of 32 registers
constexpr int kRows = 8;         // channels of the image whose products are summed at once

// p * stride by the addressing modes: 1, 2, 4 or 8 times a register.
struct Strides {
    int64_t one, three, five, seven, nine, eleven, thirteen;
    explicit INLINE Strides(int64_t stride)
        : one(stride), three(3 * stride), five(5 * stride), seven(7 * stride), nine(9 * stride), eleven(11 * stride),
          thirteen(13 * stride) {}
    template <int P>
    INLINE int64_t times() const {
        switch (P) {
            case 0: return 0;
            case 1: return one;
            case 2: return one * 2;
            case 3: return three;
            case 4: return one * 4;
            case 5: return five;
            case 6: return three * 2;
            case 7: return seven;
            case 8: return one * 8;
            case 9: return nine;
            case 10: return five * 2;
            case 11: return eleven;
            case 12: return three * 4;
            default: return thirteen;
        }
    }
};

template <int P, int From, int V>
INLINE void multiply_pixel(__m512 (&sums)[P][V], const float* in, const Strides& strides, const __m512 (&weight)[V]) {
    if constexpr (From < P) {
        __m512 value = _mm512_set1_ps(in[strides.times<From>()]);
#pragma GCC unroll 2
        for (int v = 0; v < V; ++v) sums[From][v] = _mm512_fmadd_ps(value, weight[v], sums[From][v]);
        multiply_pixel<P, From + 1, V>(sums, in, strides, weight);
    }
}

template <int P, int V>
void pixels_of_row(const float* in, int64_t in_stride, const int32_t* offsets, const int32_t* taps, int tap_count,
                   int channels, const float* weights, const float* bias, bool relu, float* out, int64_t out_stride) {
    Strides strides(in_stride);
    __m512 sums[P][V];
#pragma GCC unroll 14
    for (int p = 0; p < P; ++p)
#pragma GCC unroll 2
        for (int v = 0; v < V; ++v) sums[p][v] = _mm512_loadu_ps(bias + v * kLanes);
    for (int t = 0; t < tap_count; ++t) {
        const float* value = in + offsets[t];
        const float* panel = weights + static_cast<int64_t>(taps[t]) * channels * kBlock;
        for (int c = 0; c < channels; ++c) {
            __m512 weight[V];
#pragma GCC unroll 2
            for (int v = 0; v < V; ++v) weight[v] = _mm512_loadu_ps(panel + v * kLanes);
            multiply_pixel<P, 0, V>(sums, value, strides, weight);
            ++value;
            panel += kBlock;
        }
    }
    __m512 least = _mm512_set1_ps(relu ? 0.0f : -__builtin_inff());
#pragma GCC unroll 14
    for (int p = 0; p < P; ++p)
#pragma GCC unroll 2
        for (int v = 0; v < V; ++v)
            // In this order a NaN stays one.
            _mm512_storeu_ps(out + p * out_stride + v * kLanes, _mm512_max_ps(least, sums[p][v]));
}

using RowKernel = void (*)(const float*, int64_t, const int32_t*, const int32_t*, int, int, const float*, const float*,
                           bool, float*, int64_t);

template <int V>
RowKernel row_kernel(int pixels) {
    switch (pixels) {
        case 1: return pixels_of_row<1, V>;
        case 2: return pixels_of_row<2, V>;
        case 3: return pixels_of_row<3, V>;
        case 4: return pixels_of_row<4, V>;
        case 5: return pixels_of_row<5, V>;
        case 6: return pixels_of_row<6, V>;
        case 7: return pixels_of_row<7, V>;
        case 8: return pixels_of_row<8, V>;
        case 9: return pixels_of_row<9, V>;
        case 10: return pixels_of_row<10, V>;
        case 11: return pixels_of_row<11, V>;
        case 12: return pixels_of_row<12, V>;
        case 13: return pixels_of_row<13, V>;
        default: return pixels_of_row<14, V>;
    }
}

template <int R, int V>
void add_block(const float* image, int64_t image_row, int64_t image_pixel, const float* map, int map_channels,
               int64_t map_row, int rows, int columns, float* sums) {
    __m512 block[R][V];
#pragma GCC unroll 8
    for (int r = 0; r < R; ++r)
#pragma GCC unroll 2
        for (int v = 0; v < V; ++v) block[r][v] = _mm512_loadu_ps(sums + r * map_channels + v * kLanes);
    for (int y = 0; y < rows; ++y) {
        const float* left = image + y * image_row;
        const float* right = map + y * map_row;
        for (int x = 0; x < columns; ++x) {
            __m512 values[V];
#pragma GCC unroll 2
            for (int v = 0; v < V; ++v) values[v] = _mm512_loadu_ps(right + v * kLanes);
#pragma GCC unroll 8
            for (int r = 0; r < R; ++r) {
                __m512 factor = _mm512_set1_ps(left[r]);
#pragma GCC unroll 2
                for (int v = 0; v < V; ++v) block[r][v] = _mm512_fmadd_ps(factor, values[v], block[r][v]);
            }
            left += image_pixel;
            right += map_channels;
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < R; ++r)
#pragma GCC unroll 2
        for (int v = 0; v < V; ++v) _mm512_storeu_ps(sums + r * map_channels + v * kLanes, block[r][v]);
}

template <int V>
void add_blocks(const float* image, int image_channels, int64_t image_row, int64_t image_pixel, const float* map,
                int map_channels, int64_t map_row, int rows, int columns, float* sums, Ahead& ahead) {
    int i = 0;
    for (; i + kRows <= image_channels; i += kRows) {
        fetch(ahead);
        add_block<kRows, V>(image + i, image_row, image_pixel, map, map_channels, map_row, rows, columns,
                            sums + i * map_channels);
    }
    for (; i < image_channels; ++i)
        add_block<1, V>(image + i, image_row, image_pixel, map, map_channels, map_row, rows, columns,
                        sums + i * map_channels);
}

// 16 x 16, in place, by merging pairs of halves that lie 8, 4, 2 and 1 apart.
template <int Distance>
INLINE void merge(__m512 (&m)[kLanes]) {
    __m512i low = _mm512_setzero_si512(), high = low;
    alignas(64) int32_t low_index[kLanes], high_index[kLanes];
    for (int lane = 0; lane < kLanes; ++lane) {
        bool second = (lane & Distance) != 0;
        low_index[lane] = second ? 16 + lane - Distance : lane;
        high_index[lane] = second ? 16 + lane : lane + Distance;
    }
    low = _mm512_load_si512(low_index);
    high = _mm512_load_si512(high_index);
#pragma GCC unroll 16
    for (int i = 0; i < kLanes; ++i)
        if ((i & Distance) == 0) {
            __m512 a = m[i], b = m[i + Distance];
            m[i] = _mm512_permutex2var_ps(a, low, b);
            m[i + Distance] = _mm512_permutex2var_ps(a, high, b);
        }
}

INLINE void transpose(__m512 (&m)[kLanes]) {
    merge<8>(m);
    merge<4>(m);
    merge<2>(m);
    merge<1>(m);
}

INLINE int least(int a, int b) { return a < b ? a : b; }

INLINE __mmask16 first(int count) { return static_cast<__mmask16>((1u << count) - 1); }

}  // namespace

bool available() {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
}

void row(const float* in, int64_t in_stride, const int32_t* offsets, const int32_t* taps, int tap_count, int channels,
         const float* weights, const float* bias, bool relu, bool half, int pixels, float* out, int64_t out_stride, Ahead& ahead) {
    fetch(ahead);
    // As many pixels at once as registers hold, in parts of about the same size.
    int parts = (pixels + kMostPixels - 1) / kMostPixels;
    for (int part = 0, from = 0; part < parts; ++part) {
        int count = (pixels - from) / (parts - part);
        RowKernel kernel = half ? row_kernel<1>(count) : row_kernel<2>(count);
        kernel(in + from * in_stride, in_stride, offsets, taps, tap_count, channels, weights, bias, relu,
               out + from * out_stride, out_stride);
        from += count;
    }
}

int64_t product_steps(int image_channels, int map_channels) {
    return static_cast<int64_t>(image_channels / kRows + 1) * ((map_channels + kBlock - 1) / kBlock);
}

void add_products(const float* image, int image_channels, int64_t image_row, int64_t image_pixel, const float* map,
                  int map_channels, int64_t map_row, int rows, int columns, float* sums, Ahead& ahead) {
    int m = 0;
    for (; m + kBlock <= map_channels; m += kBlock)
        add_blocks<2>(image, image_channels, image_row, image_pixel, map + m, map_channels, map_row, rows, columns, sums + m, ahead);
    if (m < map_channels)
        add_blocks<1>(image, image_channels, image_row, image_pixel, map + m, map_channels, map_row, rows, columns, sums + m, ahead);
}

void add_pixels(const float* values, int pixels, int channels, float* sums) {
    for (int c = 0; c < channels; c += kLanes) {
        __m512 even = _mm512_loadu_ps(sums + c), odd = _mm512_setzero_ps();
        const float* value = values + c;
        int p = 0;
        for (; p + 2 <= pixels; p += 2, value += 2 * channels) {
            even = _mm512_add_ps(even, _mm512_loadu_ps(value));
            odd = _mm512_add_ps(odd, _mm512_loadu_ps(value + channels));
        }
        if (p < pixels) even = _mm512_add_ps(even, _mm512_loadu_ps(value));
        _mm512_storeu_ps(sums + c, _mm512_add_ps(even, odd));
    }
}

void to_channels_last(const float* source, const float* output, int channels, int pixels, const int32_t* offsets,
                      float* target) {
    __m512 m[kLanes];
    for (int c = 0; c < channels; c += kLanes)
        for (int p = 0; p < pixels; p += kLanes) {
            __mmask16 mask = first(least(kLanes, pixels - p));
            int rows = least(kLanes, channels - c);
            const float* from = source + static_cast<int64_t>(c) * pixels + p;
            for (int i = 0; i < kLanes; ++i)
                m[i] = i < rows ? _mm512_maskz_loadu_ps(mask, from + static_cast<int64_t>(i) * pixels) : _mm512_setzero_ps();
            if (output) {
                const float* value = output + static_cast<int64_t>(c) * pixels + p;
                for (int i = 0; i < rows; ++i) {
                    __m512 one = _mm512_maskz_loadu_ps(mask, value + static_cast<int64_t>(i) * pixels);
                    m[i] = _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(one, _mm512_setzero_ps(), _CMP_NLE_UQ), m[i]);
                }
            }
            transpose(m);
            int count = least(kLanes, pixels - p);
            for (int i = 0; i < count; ++i) _mm512_storeu_ps(target + offsets[p + i] + c, m[i]);
        }
}

void to_channels_first(const float* source, int channels, int pixels, const int32_t* offsets, float* target) {
    __m512 m[kLanes];
    for (int c = 0; c < channels; c += kLanes)
        for (int p = 0; p < pixels; p += kLanes) {
            int count = least(kLanes, pixels - p);
            __mmask16 mask = first(count);
            for (int i = 0; i < kLanes; ++i)
                m[i] = i < count ? _mm512_loadu_ps(source + offsets[p + i] + c) : _mm512_setzero_ps();
            transpose(m);
            int rows = least(kLanes, channels - c);
            float* to = target + static_cast<int64_t>(c) * pixels + p;
            for (int i = 0; i < rows; ++i) _mm512_mask_storeu_ps(to + static_cast<int64_t>(i) * pixels, mask, m[i]);
        }
}

}  // namespace kernels
}  // namespace direct
