//! Sheets to sign on: so many more, numbered on from those there are.

use leptos::prelude::*;

use crate::canvass::about::AboutUs;
use crate::canvass::dot::Dot;
use crate::canvass::petition::Petition;
use crate::client::pages::organiser::download::{self, Sheet};
use crate::client::pages::organiser::fields::NumberField;
use crate::client::pages::organiser::lock;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::long_day;
use crate::locales;
use crate::organise::lock::MayPrint;
use crate::organise::petition::sheet::{About, NoSheets, petition_sheets};
use crate::organise::petition::{MOST_SHEETS, printed};
use crate::t;

/// What the file is called: it says nothing of the campaign.
const FILE: &str = "stairwell-petition.pdf";

/// How many, and the file.
#[component]
pub fn Print(id: Dot, petition: Petition) -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let many = RwSignal::new(String::from("10"));
    let done = RwSignal::new(String::new());
    let next = Memo::new(move |_| {
        let sheets = many.get().trim().parse().unwrap_or(1);
        let printed = phone.read(|state| printed(state, id, sheets));
        printed.map(|(_, sheets)| sheets.first)
    });
    let petition = StoredValue::new(petition);
    let save = move |_| {
        done.set(String::new());
        match file(saving, id, &petition.get_value(), &many.get_untracked()) {
            Ok((may, sheets)) => download::sheet(&may, saving, sheets, done),
            Err(why) => saving.wrong.set(Some(why)),
        }
    };
    view! {
        <h2>{t!("petition.print")}</h2>
        <p>{t!("petition.print_what")}</p>
        <NumberField id="sheets" name=t!("petition.print_many") typed=many />
        <p class="hint">
            {move || next.get().map(|n| t!("petition.print_from", n = n))}
        </p>
        <Wrong saving />
        <button type="button" class="button primary" disabled=saving.busy on:click=save>
            {t!("petition.print_keep")}
        </button>
        <p role="status">{move || done.get()}</p>
    }
}

/// The file, and what is recorded with it before it is handed over: which numbers.
fn file(
    saving: Saving,
    id: Dot,
    petition: &Petition,
    many: &str,
) -> Result<(MayPrint, Sheet), String> {
    let phone = saving.phone;
    let may = lock::to_print(phone)?;
    let sheets = many.trim().parse().ok();
    let sheets = sheets.and_then(|n| phone.read_untracked(|state| printed(state, id, n)));
    let (draft, sheets) = sheets.ok_or_else(|| t!("petition.print_missing", n = MOST_SHEETS))?;
    let until = phone.membership().get_untracked();
    let about = About {
        group: phone.read_untracked(|state| AboutUs::read(state).group),
        until: until.map(|it| long_day(it.ends)).unwrap_or_default(),
    };
    let bytes = petition_sheets(petition, sheets, &about, &locales::fill);
    let bytes = bytes.map_err(|why| match why {
        NoSheets::NotPrintable(letter) => t!("evidence.not_printable", letter = letter.0),
        NoSheets::TooLong => t!("petition.print_too_long"),
    })?;
    let sheets = Sheet {
        name: FILE,
        rows: usize::from(sheets.last - sheets.first + 1),
        bytes,
        beside: vec![draft],
        saved: t!("organiser.file_saved", file = FILE),
    };
    Ok((may, sheets))
}
