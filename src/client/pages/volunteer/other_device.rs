//! Who has two devices is told of the other one where they look whether all is done: what waits here goes
//! from here alone, and what waits there only that device knows.

use leptos::prelude::*;

use crate::client::parts::when::time_and_day;
use crate::client::phone::Phone;
use crate::t;

/// The word of it, where there is another device.
#[component]
pub fn OtherDevice() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let others = Memo::new(move |_| phone.other_devices());
    let waiting = Memo::new(move |_| phone.tally().get().waiting());
    move || {
        let others = others.get()?;
        let there = match others.newest {
            Some(at) => t!("phone.other_newest", time = time_and_day(at)),
            None => t!("phone.other_nothing"),
        };
        let here = move || match waiting.get() {
            0 => None,
            n => Some(view! { <p>{t!("phone.other_waits", n = n)}</p> }),
        };
        Some(view! {
            <div class="banner" id="other-device">
                {here}
                <p>{there}</p>
            </div>
        })
    }
}
