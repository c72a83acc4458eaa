//! The card of a door: who is behind it, and a hint that fades from door to door.

use leptos::prelude::*;

use crate::client::phone::Phone;
use crate::organise::practice::{Card, Hint, Practice};
use crate::t;

/// The card. At the door it lies open; in a talk it is folded away.
#[component]
pub(super) fn RolePlay(
    /// Which.
    card: &'static Card,
    /// Whether nobody has answered yet.
    at_door: bool,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    // As it was when the door was come to: a tap does not take it away.
    let hint = untrack(|| phone.practice(Practice::hint)).unwrap_or(Hint::None);
    let name = card.name;
    let hint = match hint {
        Hint::Whole => Some((t!("practice.hint"), t!(&format!("practice.try_{name}")))),
        Hint::Short => Some((
            t!("practice.hint_short"),
            t!(&format!("practice.think_{name}")),
        )),
        Hint::None => None,
    };
    view! {
        <details class="role-play" open=at_door>
            <summary>{t!("practice.card")}</summary>
            <p class="quiet small">{t!("practice.card_for")}</p>
            <p>{t!(&format!("practice.who_{name}"))}</p>
            <p class="says">{t!(&format!("practice.says_{name}"))}</p>
            {hint
                .map(|(what, words)| {
                    view! {
                        <p class="try">
                            <strong>{what}</strong>
                            " "
                            {words}
                        </p>
                    }
                })}
        </details>
    }
}
