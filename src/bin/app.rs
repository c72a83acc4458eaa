//! The browser app's entry. Everything it does is in `stairwell::client`.

fn main() {
    stairwell::client::mount();
}
