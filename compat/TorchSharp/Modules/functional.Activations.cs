using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            public static Tensor relu6(Tensor x, bool inplace = false) => Hardtanh(x, 0, 6, inplace);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                Activate("leaky_relu", input, inplace, negative_slope);

            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => Activate("elu", x, inplace, alpha);

            public static Tensor gelu(Tensor x) => x.gelu();

            public static Tensor gelu(Tensor x, bool inplace) => Activate("gelu", x, inplace);

            public static Tensor silu(Tensor x, bool inplace = false) => Activate("silu", x, inplace);

            public static Tensor mish(Tensor x, bool inplace = false) => Activate("mish", x, inplace);

            public static Tensor selu(Tensor x, bool inplace = false) => Activate("selu", x, inplace);

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor sigmoid(Tensor x, bool inplace) => Activate("sigmoid", x, inplace);

            public static Tensor tanh(Tensor x, bool inplace = false) => Activate("tanh", x, inplace);

            public static Tensor hardswish(Tensor input, bool inplace = false) => Activate("hardswish", input, inplace);

            public static Tensor hardsigmoid(Tensor input, bool inplace = false) => Activate("hardsigmoid", input, inplace);

            public static Tensor softplus(Tensor x, double beta = 1.0, double threshold = 20.0) => x.softplus(beta, threshold);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? Operators.InPlace("dropout_", input, p, training).alias() : Operators.Call("dropout", input, p, training);

            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace
                    ? Operators.InPlace("feature_dropout_", input, p, training).alias()
                    : Operators.Call("feature_dropout", input, p, training);

            // An in-place layer hands back another object on the same memory, so that a chain may dispose its input.
            private static Tensor Activate(string name, Tensor x, bool inplace) =>
                inplace ? Operators.InPlace(name + "_", x).alias() : Operators.Call(name, x);

            private static Tensor Activate(string name, Tensor x, bool inplace, double setting) =>
                inplace ? Operators.InPlace(name + "_", x, setting).alias() : Operators.Call(name, x, setting);

            private static Tensor Hardtanh(Tensor x, double least, double most, bool inplace) =>
                inplace ? Operators.InPlace("hardtanh_", x, least, most).alias() : Operators.Call("hardtanh", x, least, most);
        }
    }
}
