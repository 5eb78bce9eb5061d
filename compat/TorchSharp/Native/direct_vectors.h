// What the files compiled for AVX-512 share; each sets its target before it includes this one.
#pragma once

#include <immintrin.h>

#include "direct_kernels.h"

#define INLINE inline __attribute__((always_inline))

namespace direct {
namespace kernels {
namespace {

constexpr int kLanes = 16;

INLINE void fetch(Ahead& ahead) {
    for (int64_t i = 0; i < ahead.at_once && ahead.count > 0; ++i) {
        auto& range = ahead.ranges[ahead.count - 1];
        if (range.written)
            __builtin_prefetch(range.next, 1, 2);
        else
            __builtin_prefetch(range.next, 0, 2);
        range.next += 64;
        if (range.next >= range.end) --ahead.count;
    }
}

}  // namespace
}  // namespace kernels
}  // namespace direct
