//! The organiser's program in the browser. Everything it does is in `stairwell::client`.

use stairwell::locales::{self, DESK, EVENING};

fn main() {
    locales::carry(&[EVENING, DESK]);
    stairwell::client::mount(stairwell::client::programs::desk);
}
