//! Beside a question: how many others on the stair answered the one before as it was just answered.

use leptos::prelude::*;

use super::outcomes::At;
use super::said::value_words;
use super::talk::Talking;
use crate::canvass::conversation::{Conversation, Script};
use crate::canvass::fact::Value;
use crate::canvass::neighbours::{Homes, said_so_too};
use crate::client::phone::Phone;
use crate::t;

/// What was just answered that others said too, each with how many homes; nothing of fewer than five.
#[component]
pub fn SaidTooHere(
    at: At,
    script: Memo<Option<Script>>,
    talk: Signal<Option<Conversation>>,
    talking: Talking,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let lines = Memo::new(move |_| {
        let place = talking.trail.with(|trail| trail.last().copied())?;
        let asked = script.with(|script| script.as_ref()?.questions.get(place)?.clone())?;
        let whose = talking.whose.get();
        let answered = talk.with(|talk| talk.as_ref()?.answers_of(whose).remove(&asked.id))?;
        let each = match answered {
            Value::Choices(several) => several.into_iter().map(Value::Choice).collect(),
            one => vec![one],
        };
        let told = |value: Value| {
            let homes = phone.read(|state| said_so_too(state, at.door, asked.id, &value))?;
            Some((value_words(&asked.answers, &value), homes))
        };
        Some(each.into_iter().filter_map(told).collect::<Vec<_>>())
    });
    let line = |(words, homes): (String, Homes)| {
        let words = t!("doors.said_too", n = homes.many(), words = words);
        view! { <li dir="auto">{words}</li> }
    };
    move || {
        let lines = lines.get().filter(|lines| !lines.is_empty())?;
        Some(view! { <ul class="quiet small">{lines.into_iter().map(line).collect_view()}</ul> })
    }
}
