//! Every home, stair by stair, with what is known of it: the ones nobody has told anything of first to see.

use leptos::prelude::*;

use crate::canvass::estate;
use crate::canvass::id::{DoorId, StairId};
use crate::client::phone::Phone;
use crate::locales;
use crate::organise::ballot::{Eligible, Home, Roll};
use crate::organise::evidence::sheet::tenure_words;
use crate::organise::export::stair_name;
use crate::t;

/// A stair's name, and its homes' labels.
type Stairs = Vec<(String, StairId, Vec<(DoorId, String)>)>;

/// The list.
#[component]
pub fn Homes(roll: Memo<Roll>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let stairs = Memo::new(move |_| {
        phone.read(|state| {
            let doors = estate::all_doors(state);
            let blocks = estate::blocks(state).into_iter();
            let stairs = blocks.flat_map(|block| {
                let several = block.stairs.len() > 1;
                let name = block.name.clone();
                block.stairs.into_iter().map(move |stair| {
                    let own = stair_name(&stair, |key| t!(key));
                    match several {
                        true => (format!("{name} · {own}"), stair.id),
                        false => (name.clone(), stair.id),
                    }
                })
            });
            let of = |(name, id): (String, StairId)| {
                let own = doors.get(&id).into_iter().flatten();
                let own = own.map(|door| (door.id, door.label.clone()));
                (name, id, own.collect())
            };
            stairs.map(of).collect::<Stairs>()
        })
    });
    let each = move || {
        let roll = roll.get();
        let stairs = stairs.get().into_iter();
        stairs
            .map(|(name, _, doors)| stair(name, &doors, &roll))
            .collect_view()
    };
    view! {
        <h2>{t!("ballot.homes")}</h2>
        <p class="hint">{t!("ballot.homes_what")}</p>
        {each}
    }
}

fn stair(name: String, doors: &[(DoorId, String)], roll: &Roll) -> impl IntoView + use<> {
    let homes: Vec<(&Home, &String)> = doors
        .iter()
        .filter_map(|(id, label)| Some((roll.homes.iter().find(|it| it.door == *id)?, label)))
        .collect();
    let told = homes.iter().filter(|(home, _)| !home.people.is_empty());
    let of = t!("ballot.of_stair", k = told.count(), n = homes.len());
    let lines = homes.into_iter().map(|(home, label)| line(home, label));
    let lines = lines.collect_view();
    view! {
        <details class="more">
            <summary>
                <span>
                    <bdi>{name}</bdi>
                    " · "
                    {of}
                </span>
            </summary>
            <ul class="stack tight links">{lines}</ul>
        </details>
    }
}

fn line(home: &Home, label: &str) -> impl IntoView + use<> {
    let tenure = tenure_words(&locales::fill, home.tenure.as_deref());
    let count =
        |of: fn(&Eligible) -> bool| home.people.iter().filter(|it| of(&it.eligible)).count();
    let words = match home.people.len() {
        0 => t!("ballot.nobody_told"),
        _ => t!(
            "ballot.of_home",
            likely = count(|it| matches!(it, Eligible::Likely(_))),
            unknown = count(|it| matches!(it, Eligible::Unknown(_))),
            not = count(|it| *it == Eligible::Not)
        ),
    };
    view! {
        <li>
            <a href=format!("/organise/ballot/{}", home.door.0)>
                <bdi>{label.to_string()}</bdi>
            </a>
            " · "
            <bdi>{tenure}</bdi>
            " · "
            {words}
        </li>
    }
}
