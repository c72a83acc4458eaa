//! A line of a sheet is typed in: of a home here, or of somebody who lives elsewhere.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::id::{DoorId, Facet, HouseholdId, StairId};
use crate::canvass::petition::{By, LINES, next_line, on_paper};
use crate::canvass::readback::one_more_sealed;
use crate::canvass::stream::Stream;
use crate::canvass::{consent, fold::State};
use crate::client::pages::organiser::fields::{DayField, NumberField, WordsField};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::tonight;
use crate::t;

/// What is typed. A handle, copied freely.
#[derive(Clone, Copy)]
struct Line {
    saving: Saving,
    id: Dot,
    sheet: RwSignal<String>,
    line: RwSignal<String>,
    door: RwSignal<Option<DoorId>>,
    who: RwSignal<String>,
    /// The day that stands on the line.
    day: RwSignal<Option<i32>>,
    /// They ticked that they want to be kept informed.
    informed: RwSignal<bool>,
}

impl Line {
    fn keep(self) {
        let place = self.sheet.get_untracked().trim().parse().ok();
        let place = place.zip(self.line.get_untracked().trim().parse().ok());
        let phone = self.saving.phone;
        let drafts = place.and_then(|place| {
            let home = self.door.get_untracked();
            let home = home.and_then(|door| phone.read_untracked(|state| home_of(state, door)));
            let by = By {
                petition: self.id,
                who: self.who.get_untracked(),
                day: self.day.get_untracked().unwrap_or(tonight().today),
                also_act: false,
            };
            let signed = on_paper(home.map(|(_, home)| home), place, by)?;
            let beside = home.map(|(stair, home)| self.beside(Stream::Stair(stair), home));
            let drafts = [vec![signed], beside.unwrap_or_default()].concat();
            Some((place, drafts))
        });
        let missing = t!("signing.line_missing", n = LINES);
        let (place, drafts) = drafts.unwrap_or_default();
        self.saving.save(drafts, missing, move |_| {
            let next = next_line(place).unwrap_or((place.0.saturating_add(1), 1));
            self.sheet.try_set(next.0.to_string());
            self.line.try_set(next.1.to_string());
            self.who.try_set(String::new());
            self.informed.try_set(false);
        });
    }

    /// That something sealed is held of the home; and, asked for itself, that they may be in touch.
    fn beside(self, stream: Stream, home: HouseholdId) -> Vec<Draft> {
        let mut drafts = vec![one_more_sealed(stream, home)];
        if self.informed.get_untracked() {
            let phone = self.saving.phone;
            let hearer = phone.hearer(stream);
            drafts.extend(phone.read_untracked(|state| {
                consent::said(state, hearer, stream, home, Facet::CONTACT_CONSENT, true)
            }));
        }
        drafts
    }
}

fn home_of(state: &State, door: DoorId) -> Option<(StairId, HouseholdId)> {
    let stair = estate::stair_of(state, door)?;
    Some((stair, estate::household(state, door)))
}

/// The form, folded away.
#[component]
pub fn TypeIn(id: Dot) -> impl IntoView {
    let line = Line {
        saving: Saving::new(),
        id,
        sheet: RwSignal::new(String::from("1")),
        line: RwSignal::new(String::from("1")),
        door: RwSignal::new(None),
        who: RwSignal::default(),
        day: RwSignal::new(Some(tonight().today)),
        informed: RwSignal::new(false),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        line.keep();
    };
    view! {
        <details class="more">
            <summary>{t!("petition.type_in")}</summary>
            <form class="stack" on:submit=submit novalidate>
                <p class="hint">{t!("petition.type_in_what")}</p>
                <div class="row place">
                    <NumberField id="sheet" name=t!("signing.sheet") typed=line.sheet />
                    <NumberField id="line" name=t!("signing.line") typed=line.line />
                </div>
                <DoorPicked door=line.door />
                <WordsField id="who" name=t!("signing.who") typed=line.who length=80 />
                <DayField id="day" name=t!("petition.type_in_day") day=line.day />
                <Show when=move || line.door.get().is_some()>
                    <label class="choice">
                        <input type="checkbox" bind:checked=line.informed />
                        <span>{t!("petition.informed")}</span>
                    </label>
                </Show>
                <Wrong saving=line.saving />
                <button type="submit" class="button primary" disabled=line.saving.busy>
                    {t!("petition.type_in_keep")}
                </button>
            </form>
        </details>
    }
}

/// Every door of the estate by its block, and none.
#[component]
pub fn DoorPicked(door: RwSignal<Option<DoorId>>) -> impl IntoView {
    let phone = expect_context::<crate::client::phone::Phone>();
    let blocks = phone.read_untracked(|state| {
        let doors = estate::all_doors(state);
        let blocks = estate::blocks(state).into_iter();
        let blocks = blocks.map(|block| {
            let own = block.stairs.iter().filter_map(|stair| doors.get(&stair.id));
            let own = own.flatten().filter(|door| !door.gone);
            let own: Vec<_> = own.map(|door| (door.id, door.label.clone())).collect();
            (block.name, own)
        });
        blocks.collect::<Vec<_>>()
    });
    let groups = blocks.into_iter().map(|(name, doors)| {
        let options = doors.into_iter();
        let options =
            options.map(|(id, label)| view! { <option value=id.0.to_string()>{label}</option> });
        view! { <optgroup label=name>{options.collect_view()}</optgroup> }
    });
    let pick = move |event| door.set(event_target_value(&event).parse().ok().map(DoorId));
    view! {
        <div class="field">
            <label for="door">{t!("petition.home")}</label>
            <select
                id="door"
                prop:value=move || door.get().map(|it| it.0.to_string()).unwrap_or_default()
                on:change=pick
            >
                <option value="">{t!("petition.of_no_home")}</option>
                {groups.collect_view()}
            </select>
        </div>
    }
}
