//! Who is not back although the evening has ended, by this device's own clock and without a signal.

use leptos::prelude::*;

use crate::client::parts::minute;
use crate::client::parts::when::{clock_time, evening_moment, tonight};
use crate::client::phone::Phone;
use crate::organise::back::overdue;
use crate::t;

/// The banner: it stands wherever an organiser looks at the evening, until everyone is back.
#[component]
pub fn Overdue() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let now = minute::now();
    let out = Memo::new(move |_| {
        let (now, tonight) = (now.get(), tonight());
        let at = |minutes| evening_moment(tonight.evening, minutes);
        phone.read(|state| overdue(state, tonight, now, at))
    });
    // Read out when the names change, and not with every minute.
    view! {
        <div role="alert">
            <Show when=move || out.with(|names| !names.is_empty())>
                <p class="banner stop">
                    <span aria-live="off">
                        {move || t!("tonight.overdue_time", time = clock_time(now.get()))}
                    </span>
                    <strong>
                        <bdi>{move || t!("tonight.overdue", names = out.get().join(", "))}</bdi>
                    </strong>
                </p>
            </Show>
        </div>
    }
}
