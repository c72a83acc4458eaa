//! A meeting: when and where, who came, who is lent which list; the sheet to sign in on; and changing it.

use leptos::prelude::*;

use super::ask::Asks;
use super::turnout::{named, shown};
use super::{Form, when_words};
use crate::canvass::about::AboutUs;
use crate::canvass::dot::Dot;
use crate::client::address::Address;
use crate::client::pages::organiser::download::{self, Sheet};
use crate::client::pages::organiser::estate_switch::{Estates, OfCampaign};
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::lock;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::pages::organiser::structure::range;
use crate::client::parts::when::{long_day, tonight};
use crate::client::phone::Phone;
use crate::locales::{self, Card};
use crate::organise::meetings::sheet::{homes, sign_in_sheets};
use crate::organise::meetings::{Meeting, call_off, find, likely, turnout};
use crate::organise::paper::NotPrintable;
use crate::t;

/// What the sheet is called: it says nothing of the campaign or its doors.
const FILE: &str = "stairwell-sign-in.pdf";

/// The page.
#[component]
pub fn MeetingPage(
    /// The meeting, where the path names one.
    id: Option<Dot>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let meeting = Memo::new(move |_| phone.read(|state| find(state, id?)));
    view! {
        <OrganiserPage title=t!("meeting.one") back=Back::Meetings>
            {move || match meeting.get() {
                Some(meeting) => known(phone, &meeting).into_any(),
                None => view! { <p class="quiet">{t!("meeting.gone")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

fn known(phone: Phone, meeting: &Meeting) -> impl IntoView + use<> {
    let what = meeting.said().map(|said| said.what.clone());
    let several = (meeting.versions.len() > 1)
        .then(|| view! { <p class="banner" role="alert">{t!("meeting.several")}</p> });
    let sign_in = format!("/organise/meeting/{}/sign-in", meeting.id);
    let agm = format!("/organise/meeting/{}/agm", meeting.id);
    let id = meeting.id;
    let came = Memo::new(move |_| {
        phone.read(|state| {
            let turnout = turnout(state, &find(state, id)?)?;
            let (stairs, tenures) = named(state, &turnout);
            Some((turnout.whole, stairs, tenures))
        })
    });
    let came = move || match came.get() {
        Some((whole, stairs, tenures)) => shown(whole, stairs, tenures).into_any(),
        None => no_ground().into_any(),
    };
    view! {
        <h2>
            <bdi>{what}</bdi>
        </h2>
        <p>
            <bdi>{when_words(meeting)}</bdi>
        </p>
        {several}
        <p class="hint">{t!("meeting.how_asked")}</p>
        <a class="button primary" href=sign_in>
            {t!("meeting.sign_in_here")}
        </a>
        <Print meeting=meeting.clone() />
        <a class="button" href=agm>
            {t!("agm.link")}
        </a>
        <Likely id />
        <h3>{t!("meeting.turnout")}</h3>
        <OfCampaign estates=Estates::new(phone) />
        {came}
        <h3>{t!("meeting.lists")}</h3>
        <Asks meeting=meeting.clone() />
        <details class="more">
            <summary>{t!("meeting.change")}</summary>
            <Form of=Some(meeting.clone()) />
            <CallOff meeting=meeting.clone() />
        </details>
    }
}

/// How many more are likely to come, until it is over.
#[component]
fn Likely(id: Dot) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let found =
        Memo::new(move |_| phone.read(|state| likely(state, &find(state, id)?, tonight().today)));
    move || {
        found.get().map(|found| {
            view! {
                <h3>{t!("meeting.likely")}</h3>
                <div class="on-screen stack">{range(&found)}</div>
            }
        })
    }
}

/// Nothing of what people do may be kept yet.
pub fn no_ground() -> impl IntoView {
    view! {
        <p class="banner">
            {t!("meeting.no_ground")} " "
            <a href="/organise/standing/ground">{t!("standing.ground_write")}</a>
        </p>
    }
}

/// The sheet to sign in on: that it was taken out is recorded first.
#[component]
fn Print(meeting: Meeting) -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let said = RwSignal::new(String::new());
    let print = move |_| {
        let Some(membership) = phone.membership().get_untracked() else {
            return;
        };
        let may = match lock::to_print(phone) {
            Ok(may) => may,
            Err(locked) => return saving.wrong.set(Some(locked)),
        };
        let made = phone.read_untracked(|state| {
            let about = AboutUs::read(state);
            let until = long_day(membership.ends);
            let card = Card::english();
            let privacy = card.say("card.consent", &[("group", about.group), ("day", until)]);
            let when = when_words(&meeting);
            let made = sign_in_sheets(state, &meeting, &when, &privacy, &locales::fill);
            made.map(|bytes| (bytes, homes(state)))
        });
        let (bytes, rows) = match made {
            Ok(made) => made,
            Err(NotPrintable(letter)) => {
                let words = t!("paper.letter", letter = letter);
                return saving.wrong.set(Some(words));
            }
        };
        let sheet = Sheet {
            name: FILE,
            rows,
            bytes,
            beside: Vec::new(),
            saved: t!("organiser.file_saved", file = FILE),
        };
        download::sheet(&may, saving, sheet, said);
    };
    view! {
        <Wrong saving />
        <button type="button" class="button" disabled=saving.busy on:click=print>
            {t!("meeting.print")}
        </button>
        <p class="hint">{t!("meeting.print_what")}</p>
        <p role="status">{move || said.get()}</p>
    }
}

#[component]
fn CallOff(meeting: Meeting) -> impl IntoView {
    let saving = Saving::new();
    let address = expect_context::<Address>();
    let sure = RwSignal::new(false);
    let tap = move |_| {
        if !sure.get_untracked() {
            sure.set(true);
            return;
        }
        saving.save(vec![call_off(&meeting)], String::new(), move |_| {
            address.go("/organise/meetings");
        });
    };
    let words = move || match sure.get() {
        true => t!("meeting.call_off_sure"),
        false => t!("meeting.call_off"),
    };
    view! {
        <Wrong saving />
        <button type="button" class="button" disabled=saving.busy on:click=tap>
            {words}
        </button>
    }
}
