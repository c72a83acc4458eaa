//! The volunteer's program in the browser. Everything it does is in `stairwell::client`.

use stairwell::locales::{self, EVENING, TONGUES};

fn main() {
    locales::carry(&[EVENING, TONGUES]);
    stairwell::client::mount(stairwell::client::programs::app);
}
