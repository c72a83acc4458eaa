//! That the campaign was handed over: what that means for this phone, and what is to be done with it.

use leptos::prelude::*;

use super::when::long_day;
use crate::client::phone::Phone;
use crate::sync::closing::Closing;
use crate::t;

const DAY: i64 = 86_400;
/// Noon, so that it is the same day by every clock.
const NOON: i64 = DAY / 2;

/// To whom the campaign was handed over, and on which day.
pub fn said(closing: &Closing) -> String {
    let day = long_day(i64::from(closing.day) * DAY + NOON);
    t!("phone.handed_over", to = closing.to, day = day)
}

/// Said in place of the day's work, on the first screen of whoever belongs to a campaign that was handed over.
#[component]
pub fn HandedOver() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let said = Memo::new(move |_| phone.membership().get().and_then(|own| own.handed_over));
    // What only waits is on its way still: on the device that said so, the word itself.
    let refused = Memo::new(move |_| phone.status().get().not_accepted);
    move || {
        let words = self::said(&said.get()?);
        Some(view! {
            <div class="banner stop" role="status">
                <p>{words}</p>
                {move || {
                    let n = refused.get();
                    (n > 0)
                        .then(|| {
                            view! {
                                <p>{t!("phone.handed_over_unsent", n = n)}</p>
                                <p>
                                    <a class="alone" href="/sent">{t!("volunteer.sent_title")}</a>
                                </p>
                            }
                        })
                }}
                <p>{t!("phone.handed_over_copies")}</p>
            </div>
            <a class="button danger whole" href="/wipe">
                {t!("phone.wipe")}
            </a>
        })
    }
}
