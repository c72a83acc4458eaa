//! The organiser's program in the browser. Everything it does is in `stairwell::client`.

use stairwell::locales::{self, DESK, EVENING, TONGUES};

fn main() {
    locales::carry(&[EVENING, TONGUES, DESK]);
    stairwell::client::mount(stairwell::client::programs::desk);
}
