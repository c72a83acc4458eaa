//! Volunteers who do not read English: in Arabic, from the invitation to the end of the shift, and in
//! Polish, whose plurals are others. What a resident is shown is in English until somebody has read it
//! in another language.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use stairwell::locales::{self, Catalogue, Tongue};
use stairwell::t;

use crate::browser::{Browser, Engine};
use crate::page::Page;
use crate::site::Site;

/// A language's sentences, as the app's phone says them.
pub(super) struct In(Catalogue);

impl In {
    pub(super) fn of(tag: &str) -> Result<In> {
        let tongue = Tongue::of(tag).context("no such language")?;
        let mut all = locales::translations().iter();
        let (_, text) = all.find(|(one, _)| *one == tag).context("no words")?;
        Ok(In(Catalogue::read(tongue, text).context("no catalogue")?))
    }

    pub(super) fn say(&self, key: &str) -> String {
        self.with(key, &[])
    }

    fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<_> = values
            .iter()
            .map(|(name, it)| (*name, it.to_string()))
            .collect();
        self.0.say(key, &values).unwrap_or_else(|| key.to_string())
    }

    /// How the way to the next door begins, whichever door that is.
    fn next(&self) -> String {
        let whole = self.with("volunteer.next_is", &[("label", "")]);
        whole
            .trim_end_matches(['\u{2068}', '\u{2069}'])
            .trim()
            .to_string()
    }
}

/// Chooses a language where one may, by what those who speak it call it.
pub(super) async fn choose(page: &Page, from: &str, tag: &str) -> Result<()> {
    let named = |tag: &str| {
        Tongue::of(tag)
            .map(Tongue::own_name)
            .context("no such language")
    };
    page.tap(&named(from)?).await?;
    page.tap(&named(tag)?).await?;
    let is = format!("return document.documentElement.lang === '{tag}'");
    page.until("the page in another language", &is).await
}

/// Text twice as large, as a phone's own setting makes it: nothing runs out of the screen.
async fn twice_as_large(phone: &Browser, name: &str) -> Result<()> {
    let page = &phone.page;
    let large = "document.documentElement.style.fontSize = arguments[0]";
    page.script(large, &[json!("200%")]).await?;
    let too_wide = "return document.documentElement.scrollWidth > innerWidth + 1";
    let runs_out = page.script(too_wide, &[]).await?;
    phone.picture(&format!("{name}-large")).await?;
    page.script(large, &[json!("")]).await?;
    ensure!(
        runs_out == Value::Bool(false),
        "{name}: large text runs out of the screen"
    );
    Ok(())
}

/// That the focus is on the page's heading.
async fn heading_has_focus(page: &Page) -> Result<()> {
    page.until(
        "the focus on the heading",
        "return document.activeElement?.tagName === 'H1'",
    )
    .await
}

/// From the invitation to the end of the shift.
pub async fn arabic(site: &mut Site) -> Result<()> {
    let ar = In::of("ar")?;
    let invitation = site
        .invite("Kestrel Court, in Arabic", &["Kestrel Court"], 1)
        .await?;
    let phone = site.phone("Suad").await?;
    let page = &phone.page;
    page.open_link(&invitation.link).await?;
    page.sees(&t!("volunteer.invited")).await?;
    choose(page, "en", "ar").await?;
    // The code went along: nobody types it again.
    page.sees(&ar.say("volunteer.invited")).await?;
    let direction = page
        .script("return document.documentElement.dir", &[])
        .await?;
    ensure!(
        direction == json!("rtl"),
        "Arabic is written from the right: {direction}"
    );
    phone.screen("arabic-invited").await?;
    twice_as_large(&phone, "arabic-invited").await?;
    page.fill(&ar.say("volunteer.your_name"), "سعاد").await?;
    page.tap(&ar.say("volunteer.join")).await?;
    page.sees(&ar.say("volunteer.no_signal_needed")).await?;
    phone.screen("arabic-ready").await?;

    // What was chosen is spoken when the app is opened again, without a signal, too.
    site.endpoint.stop();
    page.reload().await?;
    page.open("/today").await?;
    page.sees(&ar.say("volunteer.my_stairs")).await?;
    page.sees("سعاد").await?;
    phone.screen("arabic-today").await?;
    twice_as_large(&phone, "arabic-today").await?;
    page.tap("Kestrel Court").await?;
    page.sees(&ar.say("volunteer.choose_several")).await?;
    heading_has_focus(page).await?;
    phone.screen("arabic-stair").await?;
    page.tap(&ar.next()).await?;
    page.sees(&ar.say("outcomes.not_home")).await?;
    heading_has_focus(page).await?;
    phone.screen("arabic-door").await?;
    twice_as_large(&phone, "arabic-door").await?;
    a_card_nobody_has_read(&phone, &ar).await?;
    a_talk(&phone, &ar).await?;
    site.endpoint.start_again()?;
    the_end(&phone, &ar).await?;
    phone.close().await.map(drop)
}

/// Urdu is noted of the door: the card stays in English, and says why.
async fn a_card_nobody_has_read(phone: &Browser, ar: &In) -> Result<()> {
    let page = &phone.page;
    let door = page.heading().await?;
    let here = page.script("return location.pathname", &[]).await?;
    page.tap(&ar.say("volunteer.more_outcomes")).await?;
    page.tap(&ar.say("outcomes.language")).await?;
    page.sees(&ar.say("volunteer.which_language")).await?;
    phone.screen("arabic-which-language").await?;
    page.tap(&ar.say("languages.ur")).await?;
    page.heading_after(&ar.say("volunteer.which_language"))
        .await?;
    page.open(here.as_str().context("no address")?).await?;
    page.sees(&door).await?;
    page.tap(&ar.say("phone.who_we_are")).await?;
    page.sees(&t!("card.title")).await?;
    let urdu = ar.say("languages.ur");
    page.sees(&ar.with("phone.card_unread", &[("language", &urdu)]))
        .await?;
    page.does_not_see(&ar.say("card.title")).await?;
    page.does_not_see(&In::of("ur")?.say("card.title")).await?;
    phone.screen("arabic-card-unread").await?;
    page.tap(&t!("card.close")).await
}

/// Somebody speaks: the organisers' questions are as they wrote them.
async fn a_talk(phone: &Browser, ar: &In) -> Result<()> {
    let page = &phone.page;
    page.tap(&ar.say("outcomes.spoke")).await?;
    page.sees(&t!("script.pressure")).await?;
    phone.screen("arabic-talk").await?;
    page.tap(&t!("script.issue_damp")).await?;
    page.tap(&ar.say("volunteer.keep_answer")).await?;
    page.tap(&ar.say("volunteer.finish_talk")).await?;
    page.sees(&ar.say("volunteer.read_back_why")).await?;
    phone.screen("arabic-closing").await?;
    twice_as_large(phone, "arabic-closing").await
}

async fn the_end(phone: &Browser, ar: &In) -> Result<()> {
    let page = &phone.page;
    page.open("/sent").await?;
    page.tap(&ar.say("volunteer.send_now")).await?;
    phone.screen("arabic-sent").await?;
    page.open("/shift").await?;
    page.sees(&ar.say("volunteer.shift_title")).await?;
    page.sees(&ar.say("volunteer.shift_all_sent")).await?;
    phone.screen("arabic-shift").await?;
    page.tap(&ar.say("volunteer.end_shift")).await?;
    page.sees(&ar.say("volunteer.shift_ended_sent")).await
}

/// One, two, five: three forms; and every other language once, as it is chosen without a signal.
pub async fn polish(site: &mut Site) -> Result<()> {
    let pl = In::of("pl")?;
    let invitation = site
        .invite("Kestrel Court, in Polish", &["Kestrel Court"], 1)
        .await?;
    let phone = site.phone("Ola").await?;
    let page = &phone.page;
    page.open_link(&invitation.link).await?;
    page.sees(&t!("volunteer.invited")).await?;
    choose(page, "en", "pl").await?;
    page.sees(&pl.say("volunteer.invited")).await?;
    // The day it ends is the browser's own Polish.
    let days = "return [...Array(7).keys()].map((day) => new Intl.DateTimeFormat('pl-PL', { weekday: 'long' })
        .format(new Date(2026, 0, day + 1)))";
    let days = page.script(days, &[]).await?;
    let text = page.text().await?;
    let names = |day: &Value| day.as_str().is_some_and(|day| text.contains(day));
    ensure!(
        days.as_array().is_some_and(|days| days.iter().any(names)),
        "no day in Polish: {text}"
    );
    phone.screen("polish-invited").await?;
    page.fill(&pl.say("volunteer.your_name"), "Ola").await?;
    page.tap(&pl.say("volunteer.join")).await?;
    page.sees(&pl.say("volunteer.no_signal_needed")).await?;
    site.endpoint.stop();
    page.open("/today").await?;
    page.tap("Kestrel Court").await?;
    page.tap(&pl.next()).await?;
    for recorded in 1..=5 {
        let door = page.heading().await?;
        page.tap(&pl.say("outcomes.not_home")).await?;
        page.heading_after(&door).await?;
        let waits = pl.with("volunteer.status_waiting", &[("n", &recorded.to_string())]);
        page.sees(&waits).await?;
    }
    phone.screen("polish-door").await?;
    let mut from = "pl";
    for tag in ["cy", "ur", "bn", "so"] {
        let words = In::of(tag)?;
        page.open("/today").await?;
        choose(page, from, tag).await?;
        page.sees(&words.say("volunteer.my_stairs")).await?;
        phone.screen(&format!("language-{tag}-today")).await?;
        twice_as_large(&phone, &format!("language-{tag}-today")).await?;
        page.tap("Kestrel Court").await?;
        page.sees(&words.say("volunteer.choose_several")).await?;
        phone.screen(&format!("language-{tag}-stair")).await?;
        from = tag;
    }
    high_contrast(&phone).await?;
    site.endpoint.start_again()?;
    phone.close().await.map(drop)
}

/// Where a person has set colours of their own, doors still to be knocked are told from the others.
async fn high_contrast(phone: &Browser) -> Result<()> {
    if phone.engine() != Engine::Chromium {
        return Ok(());
    }
    phone.forced_colours(true).await?;
    let edges = "return [...document.querySelectorAll('.floors .door')]
        .every((door) => parseFloat(getComputedStyle(door).borderTopWidth) >= 2)";
    let told = phone.page.script(edges, &[]).await?;
    phone.picture("volunteer-stair-forced-colours").await?;
    phone.forced_colours(false).await?;
    ensure!(
        told == Value::Bool(true),
        "doors have no edges where colours are forced"
    );
    Ok(())
}
