#include "narrow_kernels.h"

// Nothing of the standard library in this file: what it compiled inline would need AVX-512 wherever the linker chose it.
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,fma,prfchw")
#include "direct_vectors.h"

namespace direct {
namespace kernels {
namespace {

constexpr int kRowsAtOnce = 4;

/// Which lanes of 16 columns, read from one to the left to one to the right, lie in the image.
struct Lanes {
    __mmask16 shifted[3];
    Lanes(int column, int width) {
        for (int b = 0; b < 3; ++b) {
            uint32_t mask = 0;
            for (int lane = 0; lane < kLanes; ++lane) {
                int x = column + lane + b - 1;
                if (x >= 0 && x < width) mask |= 1u << lane;
            }
            shifted[b] = static_cast<__mmask16>(mask);
        }
    }
};

/// Four rows of outputs of V vectors.
template <int V>
INLINE void window_rows(const float* in, int inputs, const float* weights, float bias, bool relu, int height, int width,
                        int row, int column, const Lanes (&lanes)[2], float* out) {
    __m512 sums[kRowsAtOnce][V];
#pragma GCC unroll 4
    for (int r = 0; r < kRowsAtOnce; ++r)
#pragma GCC unroll 2
        for (int v = 0; v < V; ++v) sums[r][v] = _mm512_set1_ps(bias);
    for (int i = 0; i < inputs; ++i) {
        const float* plane = in + static_cast<int64_t>(i) * height * width + column;
        __m512 weight[9];
#pragma GCC unroll 9
        for (int t = 0; t < 9; ++t) weight[t] = _mm512_set1_ps(weights[i * 9 + t]);
#pragma GCC unroll 6
        for (int r = -1; r <= kRowsAtOnce; ++r) {
            int y = row + r;
            if (y < 0 || y >= height) continue;
            const float* line = plane + static_cast<int64_t>(y) * width;
#pragma GCC unroll 2
            for (int v = 0; v < V; ++v)
#pragma GCC unroll 3
                for (int b = 0; b < 3; ++b) {
                    __m512 value = _mm512_maskz_loadu_ps(lanes[v].shifted[b], line + v * kLanes + b - 1);
#pragma GCC unroll 3
                    for (int a = 0; a < 3; ++a) {
                        int to = r + 1 - a;
                        if (to >= 0 && to < kRowsAtOnce) sums[to][v] = _mm512_fmadd_ps(weight[a * 3 + b], value, sums[to][v]);
                    }
                }
        }
    }
    __m512 least = _mm512_set1_ps(relu ? 0.0f : -__builtin_inff());
#pragma GCC unroll 4
    for (int r = 0; r < kRowsAtOnce; ++r)
        if (row + r < height)
#pragma GCC unroll 2
            for (int v = 0; v < V; ++v)
                _mm512_mask_storeu_ps(out + static_cast<int64_t>(row + r) * width + column + v * kLanes,
                                      lanes[v].shifted[1], _mm512_max_ps(least, sums[r][v]));
}

/// The nine products of M maps with one image.
template <int M>
INLINE void window_products(const float* map, int64_t plane, const float* image, int height, int width, float* sums,
                            int64_t sums_stride) {
    __m512 total[M][9];
#pragma GCC unroll 2
    for (int m = 0; m < M; ++m)
#pragma GCC unroll 9
        for (int t = 0; t < 9; ++t) total[m][t] = _mm512_loadu_ps(sums + m * sums_stride + t * kLanes);
    for (int column = 0; column < width; column += kLanes) {
        Lanes lanes(column, width);
        for (int y = 0; y < height; ++y) {
            __m512 value[M];
#pragma GCC unroll 2
            for (int m = 0; m < M; ++m)
                value[m] = _mm512_maskz_loadu_ps(lanes.shifted[1], map + m * plane + static_cast<int64_t>(y) * width + column);
#pragma GCC unroll 3
            for (int a = 0; a < 3; ++a) {
                bool inside = y + a - 1 >= 0 && y + a - 1 < height;
                const float* line = image + static_cast<int64_t>(inside ? y + a - 1 : y) * width + column;
#pragma GCC unroll 3
                for (int b = 0; b < 3; ++b) {
                    __m512 other = _mm512_maskz_loadu_ps(inside ? lanes.shifted[b] : 0, line + b - 1);
#pragma GCC unroll 2
                    for (int m = 0; m < M; ++m) total[m][a * 3 + b] = _mm512_fmadd_ps(value[m], other, total[m][a * 3 + b]);
                }
            }
        }
    }
#pragma GCC unroll 2
    for (int m = 0; m < M; ++m)
#pragma GCC unroll 9
        for (int t = 0; t < 9; ++t) _mm512_storeu_ps(sums + m * sums_stride + t * kLanes, total[m][t]);
}

}  // namespace

void windows(const float* in, int inputs, const float* weights, const float* bias, bool relu, int height, int width,
             float* out, int outputs, Ahead& ahead) {
    int64_t plane = static_cast<int64_t>(height) * width;
    for (int column = 0; column < width; column += 2 * kLanes) {
        Lanes lanes[2] = {Lanes(column, width), Lanes(column + kLanes, width)};
        bool both = column + kLanes < width;
        for (int o = 0; o < outputs; ++o)
            for (int row = 0; row < height; row += kRowsAtOnce) {
                fetch(ahead);
                if (both)
                    window_rows<2>(in, inputs, weights + o * inputs * 9, bias ? bias[o] : 0, relu, height, width, row, column,
                                   lanes, out + o * plane);
                else
                    window_rows<1>(in, inputs, weights + o * inputs * 9, bias ? bias[o] : 0, relu, height, width, row, column,
                                   lanes, out + o * plane);
            }
    }
}

int64_t window_steps(int outputs, int height, int width) {
    return static_cast<int64_t>(outputs) * ((height + kRowsAtOnce - 1) / kRowsAtOnce) * ((width + 2 * kLanes - 1) / (2 * kLanes));
}

int64_t window_product_steps(int maps, int images) { return static_cast<int64_t>(images) * ((maps + 1) / 2); }

void add_window_products(const float* map, int maps, const float* image, int images, int height, int width, float* sums,
                         Ahead& ahead) {
    int64_t plane = static_cast<int64_t>(height) * width, stride = static_cast<int64_t>(images) * 9 * kLanes;
    for (int i = 0; i < images; ++i) {
        int m = 0;
        for (; m + 2 <= maps; m += 2) {
            fetch(ahead);
            window_products<2>(map + m * plane, plane, image + i * plane, height, width, sums + m * stride + i * 9 * kLanes, stride);
        }
        if (m < maps) {
            fetch(ahead);
            window_products<1>(map + m * plane, plane, image + i * plane, height, width, sums + m * stride + i * 9 * kLanes, stride);
        }
    }
}

}  // namespace kernels
}  // namespace direct
