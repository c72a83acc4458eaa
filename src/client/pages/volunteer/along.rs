//! What is not sent, taken along as a file: for a phone that finds no signal for too long.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::client::carrying::File;
use crate::client::pages::organiser::download;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::page::{Heading, Page};
use crate::client::parts::when::{field_day, tonight};
use crate::client::phone::Phone;
use crate::t;

/// How far the file is. It is made before it is asked for: a browser shares nothing that was made
/// longer after a tap than it believes to be the tap's doing.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Making {
    Under,
    Nothing,
    Failed,
    Made(File),
}

/// The page.
#[component]
pub fn Along() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let making = RwSignal::new(Making::Under);
    let said = RwSignal::new(String::new());
    let recorded = Memo::new(move |_| phone.tally().with(|tally| (tally.recorded, tally.sent)));
    Effect::new(move |_| {
        // Whatever is recorded meanwhile goes along.
        recorded.track();
        spawn_local(async move {
            let (day, words) = (field_day(tonight().today), t!("along.words"));
            let made = phone.unsent_file(&day, &words);
            let made = match made.await {
                Ok(Some(file)) => Making::Made(file),
                Ok(None) => Making::Nothing,
                Err(_) => Making::Failed,
            };
            // The page may have been left meanwhile.
            let _ = making.try_set(made);
        });
    });
    let not_accepted = move || phone.status().get().not_accepted > 0;
    view! {
        <Page title=t!("along.title") at=Place::Sent>
            <Heading>{t!("along.title")}</Heading>
            <p>{t!("along.what")}</p>
            <p>{t!("along.where")}</p>
            <p>{t!("along.kept")}</p>
            {move || not_accepted().then(|| view! { <p class="banner">{t!("along.not_accepted")}</p> })}
            <p role="status">{move || words(&making.get())}</p>
            <p role="status">{move || said.get()}</p>
            {move || match making.get() {
                Making::Made(file) => Some(view! { <Hand file said /> }),
                _ => None,
            }}
        </Page>
    }
}

fn words(making: &Making) -> String {
    match making {
        Making::Under => t!("along.making"),
        Making::Nothing => t!("along.nothing"),
        Making::Failed => t!("along.failed"),
        Making::Made(file) => t!("along.holds", n = file.events),
    }
}

/// The ways out: passed on where this browser can, saved everywhere.
#[component]
fn Hand(file: File, said: RwSignal<String>) -> impl IntoView {
    let save = {
        let file = file.clone();
        move |_| {
            let saved = download::unsent(&file.name, &file.text);
            said.set(match saved {
                Some(()) => t!("along.saved", file = file.name),
                None => t!("along.failed"),
            });
        }
    };
    let sheet = Sheet::of(&file);
    let share = sheet.map(|sheet| {
        let pass = move |_| {
            let passing = sheet.pass();
            spawn_local(async move {
                let passed = match passing {
                    Some(passing) => JsFuture::from(passing).await.is_ok(),
                    None => false,
                };
                let _ = said.try_set(match passed {
                    true => t!("along.shared"),
                    false => t!("along.not_shared"),
                });
            });
        };
        view! {
            <button type="button" class="button primary whole" on:click=pass>
                {t!("along.share")}
            </button>
        }
    });
    let look = match share.is_some() {
        true => "button whole",
        false => "button primary whole",
    };
    view! {
        <div class="reach">
            {share}
            <button type="button" class=look on:click=save>
                {t!("along.save")}
            </button>
        </div>
    }
}

/// The phone's own way of passing something on, with a file in it.
struct Sheet {
    navigator: JsValue,
    share: Function,
    data: Object,
}

impl Sheet {
    /// `None` where this browser shares no such file.
    fn of(file: &File) -> Option<Sheet> {
        let navigator: JsValue = window().navigator().into();
        let method = |name: &str| -> Option<Function> {
            Reflect::get(&navigator, &name.into()).ok()?.dyn_into().ok()
        };
        let (can, share) = (method("canShare")?, method("share")?);
        let make: Function = Reflect::get(&js_sys::global(), &"File".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let options = Object::new();
        Reflect::set(&options, &"type".into(), &"text/plain".into()).ok()?;
        let parts = Array::of1(&Uint8Array::from(file.text.as_bytes()));
        let made = Reflect::construct(
            &make,
            &Array::of3(&parts, &file.name.as_str().into(), &options),
        );
        let data = Object::new();
        Reflect::set(&data, &"files".into(), &Array::of1(&made.ok()?)).ok()?;
        let can = can.call1(&navigator, &data).ok()?;
        can.is_truthy().then_some(Sheet {
            navigator,
            share,
            data,
        })
    }

    /// Within a tap; rejected where nobody was chosen.
    fn pass(&self) -> Option<Promise> {
        let passing = self.share.call1(&self.navigator, &self.data).ok()?;
        passing.dyn_into().ok()
    }
}
