//! How homes are held, stair by stair: what was said at doors, and a stair that is all of one kind said
//! at once.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::saving::{Saving, Wrong};
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::StairId;
use crate::canvass::tenure::{OFFERED, Tenure, tenure, whole_stair};
use crate::client::parts::tenure::tenure_name;
use crate::client::phone::Phone;
use crate::organise::estates::{Extent, Places};
use crate::t;

/// A stair as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shown {
    id: StairId,
    place: String,
    homes: usize,
    /// Of how many nobody has said anything.
    unknown: usize,
    /// Of how many people said different things.
    disputed: usize,
    /// The others, by tenure.
    known: Vec<(String, usize)>,
}

fn read(state: &State) -> Vec<Shown> {
    let mut doors = estate::all_doors(state);
    let mut shown = Vec::new();
    let places = Places::new(state, &Extent::Campaign);
    for block in estate::blocks(state) {
        for stair in &block.stairs {
            let mut row = Shown {
                id: stair.id,
                place: (places.name(stair.id, |key| t!(key))).unwrap_or_default(),
                homes: 0,
                unknown: 0,
                disputed: 0,
                known: Vec::new(),
            };
            let doors = doors.remove(&stair.id).unwrap_or_default().into_iter();
            for door in doors.filter(|door| !door.gone) {
                row.homes += 1;
                match tenure(state, estate::household(state, door.id)) {
                    Tenure::Unknown => row.unknown += 1,
                    Tenure::Disputed(_) => row.disputed += 1,
                    Tenure::Known(tenure) => {
                        match row.known.iter_mut().find(|(of, _)| *of == tenure) {
                            Some((_, n)) => *n += 1,
                            None => row.known.push((tenure, 1)),
                        }
                    }
                }
            }
            row.known.sort();
            shown.push(row);
        }
    }
    shown
}

/// The page.
#[component]
pub fn Tenures() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let stairs = Memo::new(move |_| phone.read(read));
    view! {
        <OrganiserPage title=t!("issues.tenures") back=Back::Issues>
            <p>{t!("issues.tenures_what")}</p>
            <Show when=move || stairs.with(Vec::is_empty)>
                <p class="quiet">{t!("organiser.no_list")}</p>
            </Show>
            {move || {
                let stairs = stairs.get().into_iter();
                stairs.map(|row| view! { <Stair row /> }).collect_view()
            }}
        </OrganiserPage>
    }
}

#[component]
fn Stair(row: Shown) -> impl IntoView {
    let homes = row.homes;
    let of = move |n: usize| t!("organiser.n_of_all", n = n, all = homes);
    let rest = [
        (t!("issues.tenure_unknown"), row.unknown),
        (t!("issues.tenure_disputed"), row.disputed),
    ];
    let known = row
        .known
        .iter()
        .map(|(tenure, n)| (tenure_name(tenure), *n));
    let rows = known
        .chain(rest.into_iter().filter(|(_, n)| *n > 0))
        .map(|(name, n)| {
            view! {
                <tr>
                    <th scope="row">
                        <bdi>{name}</bdi>
                    </th>
                    <td class="number">{of(n)}</td>
                </tr>
            }
        });
    view! {
        <section class="card">
            <table>
                <caption>
                    <bdi>{row.place.clone()}</bdi>
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("issues.column_tenures")}</th>
                        <th scope="col" class="number">
                            {t!("issues.column_of_homes")}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            {(row.unknown > 0)
                .then(|| view! { <WholeStair id=row.id unknown=row.unknown place=row.place /> })}
        </section>
    }
}

/// All homes of a stair of which nobody has said anything.
#[component]
fn WholeStair(id: StairId, unknown: usize, place: String) -> impl IntoView {
    let saving = Saving::new();
    let chosen = RwSignal::new(None);
    let field = format!("stair-{}", id.0);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(tenure) = chosen.get_untracked() else {
            saving.wrong.set(Some(t!("organiser.choose_first")));
            return;
        };
        let drafts = saving
            .phone
            .read_untracked(|state| whole_stair(state, id, tenure));
        saving.save(drafts, t!("issues.gone"), |_| ());
    };
    let changed = move |event| {
        let value = event_target_value(&event);
        chosen.set(OFFERED.into_iter().find(|word| *word == value));
    };
    let options = OFFERED.map(|word| {
        view! { <option value=word>{tenure_name(word)}</option> }
    });
    view! {
        <form class="stack" on:submit=submit>
            <div class="field">
                <label for=field.clone()>
                    <bdi>{t!("issues.tenure_rest", n = unknown, place = place)}</bdi>
                </label>
                <select id=field on:change=changed>
                    <option value="">{t!("organiser.choose")}</option>
                    {options.into_iter().collect_view()}
                </select>
            </div>
            <Wrong saving />
            <button type="submit" class="button" disabled=saving.busy>
                {t!("issues.tenure_keep")}
            </button>
        </form>
    }
}
