//! The command line for apps built with `ecomind-constructs`.
