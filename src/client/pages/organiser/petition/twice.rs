//! Sheets of which two bear one number: who printed them, and what to do with a pen; and on which of them a line is that
//! was noted before.

use std::ops::RangeInclusive;

use leptos::prelude::*;

use crate::canvass::dot::Dot;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::time_and_day;
use crate::organise::petition::{Signed, Twice, printed_twice};
use crate::t;

/// As many new numbers are said one by one.
const SAID_EACH: usize = 4;

/// Those there are; nothing of a petition without.
#[component]
pub fn PrintedTwice(id: Dot) -> impl IntoView {
    let saving = Saving::new();
    let twice = Memo::new(move |_| saving.phone.read(|state| printed_twice(state, id)));
    let cards = move || {
        let all = twice.get().into_iter();
        all.map(|it| card(saving, it)).collect_view()
    };
    view! {
        <Show when=move || !twice.with(Vec::is_empty)>
            <h2>{t!("petition.twice")}</h2>
            <Wrong saving />
            <ul class="stack tight">{cards}</ul>
        </Show>
    }
}

fn card(saving: Saving, twice: Twice) -> impl IntoView {
    let (from, until) = (*twice.sheets.start(), *twice.sheets.end());
    let (who, when) = (twice.keeps.who.clone(), time_and_day(twice.keeps.at));
    let (other, then) = (twice.changes.who.clone(), time_and_day(twice.changes.at));
    let what = match from == until {
        true => t!(
            "petition.twice_one",
            from = from,
            who = who,
            when = when,
            other = other,
            then = then
        ),
        false => t!(
            "petition.twice_several",
            from = from,
            until = until,
            who = who,
            when = when,
            other = other,
            then = then
        ),
    };
    let keep = match twice.to {
        Some(to) => t!(
            "petition.twice_keep",
            who = who,
            when = when,
            other = other,
            then = then,
            numbers = new_numbers(&twice.sheets, to)
        ),
        None => t!("petition.twice_none_left"),
    };
    let written = twice.written().map(|draft| {
        let write = move |_| saving.save(vec![draft.clone()], String::new(), |_| ());
        view! {
            <button type="button" class="button" disabled=saving.busy on:click=write>
                {t!("petition.twice_written")}
            </button>
        }
    });
    view! {
        <li class="card">
            <p>
                <strong>{what}</strong>
            </p>
            <p>{keep}</p>
            <p>{t!("petition.twice_lines")}</p>
            {written}
        </li>
    }
}

/// `13 for 3, 14 for 4`; of many the first and the last.
fn new_numbers(old: &RangeInclusive<u16>, to: u16) -> String {
    let new = |old_one: u16| to.saturating_add(old_one - old.start());
    if old.len() > SAID_EACH {
        return t!(
            "petition.twice_up_to",
            new = to,
            old = old.start(),
            last = new(*old.end()),
            until = old.end()
        );
    }
    let each = old
        .clone()
        .map(|old| t!("petition.twice_new", new = new(old), old = old));
    each.collect::<Vec<_>>().join(", ")
}

/// The sheets a line may be on, by the numbers they bear now; nothing where that is known. `label` says which it is.
#[component]
pub fn WhichSheet(saving: Saving, signed: Signed, label: String) -> impl IntoView {
    let sheets = signed.may_be_on.clone().into_iter();
    let buttons = sheets.map(|sheet| {
        let draft = signed.stands_on(sheet);
        let say = move |_| saving.save(draft.clone().into_iter().collect(), String::new(), |_| ());
        view! {
            <button
                type="button"
                class="button"
                aria-label=t!("petition.on_sheet_of", n = sheet, what = label)
                disabled=saving.busy
                on:click=say
            >
                {t!("petition.on_sheet", n = sheet)}
            </button>
        }
    });
    let buttons: Vec<_> = buttons.collect();
    (!buttons.is_empty()).then(|| view! { <div class="row">{buttons}</div> })
}
