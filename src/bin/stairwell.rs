//! The command line and the endpoint: see [`stairwell::command`].

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    stairwell::command::run()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
