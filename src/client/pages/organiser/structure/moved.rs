//! Who moved since the test before: homes that did this one and not that, and the other way about.

use leptos::prelude::*;

use super::{Seen, find};
use crate::canvass::id::DoorId;
use crate::client::pages::organiser::standing::door_words;
use crate::client::phone::Phone;
use crate::t;

/// Both lists, with the test before named.
#[component]
pub fn Moved(seen: Seen) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let findings = seen.findings;
    let before = findings.since.and_then(|id| {
        let before = phone.read_untracked(|state| find(state, id))?;
        Some(before.tested.test.ask)
    });
    let Some(ask) = before else {
        return view! {
            <h3>{t!("structure.moved")}</h3>
            <p class="quiet">{t!("structure.moved_none")}</p>
        }
        .into_any();
    };
    let along = findings.came_along;
    let away = findings.fell_away;
    view! {
        <h3>{t!("structure.moved")}</h3>
        <p>
            <bdi>{t!("structure.moved_since", ask = ask)}</bdi>
        </p>
        {homes(phone, t!("structure.came_along", n = along.len()), along)}
        {homes(phone, t!("structure.fell_away", n = away.len()), away)}
    }
    .into_any()
}

fn homes(phone: Phone, summary: String, doors: Vec<DoorId>) -> impl IntoView {
    let words = phone.read_untracked(|state| {
        let words = doors.iter().map(|door| door_words(state, *door));
        words.collect::<Vec<_>>()
    });
    let lines = words.into_iter().map(|words| {
        view! {
            <li>
                <bdi>{words}</bdi>
            </li>
        }
    });
    view! {
        <details class="more">
            <summary>{summary}</summary>
            <ul>{lines.collect_view()}</ul>
        </details>
    }
}
