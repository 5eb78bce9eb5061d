// How work on a batch is shared among threads, and memory for one of them.
#pragma once

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

namespace direct {

/// Zeroed memory, aligned to a vector.
struct Buffer {
    explicit Buffer(int64_t floats)
        : data(static_cast<float*>(std::aligned_alloc(64, std::max<int64_t>(1, (floats + 15) / 16) * 64))) {
        if (!data) throw std::bad_alloc();
        std::memset(data.get(), 0, floats * sizeof(float));
    }
    struct Free { void operator()(float* pointer) const { std::free(pointer); } };
    std::unique_ptr<float, Free> data;
    float* get() const { return data.get(); }
};

inline int64_t chunk_count(int64_t batch) { return std::min<int64_t>(batch, at::get_num_threads()); }

/// Calls body(chunk, first, last) for consecutive parts of the batch, one a thread. Which part is whose depends on the
/// batch and the number of threads alone, and so does every sum over the batch.
template <typename Body>
void for_chunks(int64_t batch, Body body) {
    int64_t chunks = chunk_count(batch);
    at::parallel_for(0, chunks, 1, [&](int64_t begin, int64_t end) {
        for (int64_t chunk = begin; chunk < end; ++chunk) body(chunk, batch * chunk / chunks, batch * (chunk + 1) / chunks);
    });
}

}  // namespace direct
