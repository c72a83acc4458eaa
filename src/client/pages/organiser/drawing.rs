//! A block drawn as it stands while somebody still says how: floors, the highest on top, and on each
//! its doors.

use leptos::prelude::*;

use crate::canvass::walk::short_label;
use crate::client::pages::volunteer::places::{floor_name, floor_spoken};
use crate::t;

/// One floor, or one side of a street.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnFloor {
    /// What it belongs to: an entrance, a side; nothing where there is but one.
    pub part: Option<String>,
    /// The floor; 0 is the ground.
    pub floor: Option<i16>,
    /// What is on its doors, in walk order.
    pub labels: Vec<String>,
}

/// So many doors are drawn: beyond that nobody looks.
const MOST_DRAWN: usize = 600;

/// The drawing. It follows what is typed.
#[component]
pub fn Drawing(
    /// Part by part, the highest floor first.
    floors: Signal<Vec<DrawnFloor>>,
) -> impl IntoView {
    let drawn = move || {
        let mut left = MOST_DRAWN;
        let mut part = None;
        floors
            .get()
            .into_iter()
            .map_while(|floor| {
                let shown = floor.labels.len().min(left);
                left -= shown;
                (shown > 0).then(|| {
                    let begins = floor
                        .part
                        .clone()
                        .filter(|name| part.as_ref() != Some(name));
                    part.clone_from(&floor.part);
                    view! {
                        {begins
                            .map(|name| {
                                view! {
                                    <p class="entrance">
                                        <bdi>{name}</bdi>
                                    </p>
                                }
                            })}
                        {drawn_floor(floor, shown)}
                    }
                })
            })
            .collect_view()
    };
    let doors =
        move || floors.with(|floors| floors.iter().map(|it| it.labels.len()).sum::<usize>());
    view! {
        <div class="stack tight">
            <p role="status" class="figure">
                {move || t!("organiser.count_doors", n = doors())}
            </p>
            <div
                class="floors"
                class:unknown=move || floors.with(|floors| floors.iter().all(|it| it.floor.is_none()))
            >
                {drawn}
            </div>
        </div>
    }
}

fn drawn_floor(drawn: DrawnFloor, shown: usize) -> impl IntoView {
    let DrawnFloor { floor, labels, .. } = drawn;
    let doors = labels.into_iter().take(shown).map(|label| {
        view! {
            <li class="door left">
                <span class="visually-hidden">{label.clone()}</span>
                <bdi class="number" aria-hidden="true">
                    {short_label(&label).to_string()}
                </bdi>
            </li>
        }
    });
    view! {
        <div class="floor" class:unknown=floor.is_none()>
            {floor
                .map(|floor| {
                    view! {
                        <span class="storey">
                            <span aria-hidden="true">{floor_name(floor)}</span>
                            <span class="visually-hidden">{floor_spoken(floor)}</span>
                        </span>
                    }
                })}
            <ul class="doors">{doors.collect_view()}</ul>
        </div>
    }
}
