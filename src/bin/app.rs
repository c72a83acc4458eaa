//! The volunteer's program in the browser. Everything it does is in `stairwell::client`.

use stairwell::locales::{self, EVENING};

fn main() {
    locales::carry(&[EVENING]);
    stairwell::client::mount(stairwell::client::programs::app);
}
