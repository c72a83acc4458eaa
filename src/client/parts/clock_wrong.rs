//! That this phone's clock is wrong, where that is known: the records keep the right time, and the person
//! should know why a time looks odd.

use leptos::prelude::*;

use crate::client::contact::ClockWrong;
use crate::client::phone::Phone;
use crate::t;

/// The word of it, where there is something to say.
#[component]
pub fn ClockBanner() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let words = Memo::new(move |_| match phone.clock_doubted().get() {
        true => Some(t!("phone.clock_doubted")),
        false => phone.clock_wrong().map(by_how_much),
    });
    move || {
        words.get().map(|words| {
            view! {
                <p class="banner" role="status" id="clock">
                    {words}
                </p>
            }
        })
    }
}

fn by_how_much(wrong: ClockWrong) -> String {
    match wrong {
        ClockWrong::Hours(n) => t!("phone.clock_hours", n = n),
        ClockWrong::Days(n) => t!("phone.clock_days", n = n),
        ClockWrong::Years(n) => t!("phone.clock_years", n = n),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_named_with_how_far_it_is_off() {
        for (wrong, words) in [
            (ClockWrong::Hours(1), "wrong by about 1 hour."),
            (ClockWrong::Days(3), "wrong by about 3 days."),
            (ClockWrong::Years(56), "wrong by about 56 years."),
        ] {
            assert!(by_how_much(wrong).contains(words), "{wrong:?}");
        }
    }
}
