//! One stair, everything a volunteer needs on it: the way in, a door by its number, a landing in one
//! tap, a shop, somebody who moved and somebody new, whose word it is, what is known read back and
//! hidden, a stair nobody gets into, a door no list has. Then a teammate's phone, and the organiser's
//! day for what was asked. And a tower of 144 doors.

use anyhow::{Result, ensure};
use stairwell::t;

use super::meeting::{first_door, send};
use crate::browser::Browser;
use crate::page::Page;
use crate::site::Site;

/// Four floors of four.
const HOUSE: &str = "Plover House";
/// 24 floors of six.
const TOWER: &str = "Heron Tower";

/// The stair and everything on it.
pub async fn journey(site: &mut Site) -> Result<()> {
    by_hand(site, HOUSE, 4, 4).await?;
    let invitation = site.invite("Plover, all of it", &[HOUSE], 2).await?;
    let dilys = site.volunteer("Dilys", &invitation).await?;
    let efan = site.volunteer("Efan", &invitation).await?;
    site.endpoint.stop();
    the_way_in(&dilys).await?;
    a_landing(&dilys).await?;
    somebody_new(&dilys).await?;
    a_note(&dilys).await?;
    read_back(&dilys).await?;
    no_way_in(&dilys).await?;
    a_door_no_list_has(&dilys).await?;
    promises(&dilys).await?;

    site.endpoint.start_again()?;
    send(&dilys).await?;
    a_teammate(&efan).await?;
    organiser_is_asked(site).await?;
    dilys.close().await?;
    efan.close().await.map(drop)
}

/// A building made by hand.
pub(super) async fn by_hand(site: &Site, name: &str, floors: u32, per_floor: u32) -> Result<()> {
    let page = &site.organiser.page;
    page.open("/organise/list").await?;
    page.tap(&t!("list.by_hand_link")).await?;
    page.fill(&t!("list.hand_name"), name).await?;
    page.fill(&t!("list.hand_floors"), &floors.to_string())
        .await?;
    page.fill(&t!("list.hand_per_floor"), &per_floor.to_string())
        .await?;
    page.tap(&t!("list.hand_make")).await?;
    page.sees(&t!("list.hand_made", n = floors * per_floor, name = name))
        .await
}

async fn to_stair(page: &Page, block: &str) -> Result<()> {
    page.open("/today").await?;
    page.tap(block).await?;
    page.sees(&t!("doors.walk")).await
}

async fn to_door(page: &Page, number: &str) -> Result<()> {
    to_stair(page, HOUSE).await?;
    page.fill(&t!("doors.find"), number).await?;
    page.tap(&t!("doors.find_go")).await?;
    page.sees(&t!("outcomes.spoke")).await?;
    ensure!(page.heading().await?.ends_with(number));
    Ok(())
}

/// The code, and a few words: there before anyone stands at the entrance.
async fn the_way_in(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    to_stair(page, HOUSE).await?;
    phone.screen("stair-new").await?;
    page.tap(&t!("doors.access_say")).await?;
    page.fill(&t!("doors.code_stair"), "1234C").await?;
    page.tap(&t!("doors.access_keep_what", what = t!("doors.code_stair")))
        .await?;
    page.fill(&t!("doors.access_stair"), "Lift stops at odd floors")
        .await?;
    page.tap(&t!(
        "doors.access_keep_what",
        what = t!("doors.access_stair")
    ))
    .await?;
    let shown = "const it = document.querySelector('.access');
        return it?.textContent.includes('1234C') && it.textContent.includes('odd floors')";
    page.until("the way in", shown).await?;
    phone.screen("stair-access").await
}

/// A door by its number, a whole landing in one tap, and a shop that is no door to do.
async fn a_landing(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    to_stair(page, HOUSE).await?;
    page.fill(&t!("doors.find"), "99").await?;
    page.tap(&t!("doors.find_go")).await?;
    page.sees(&t!("doors.find_none", label = "99")).await?;
    to_door(page, "10").await?;
    phone.screen("door-landing").await?;
    let door = page.heading().await?;
    page.tap(&t!("doors.landing", n = 4)).await?;
    page.heading_after(&door).await?;
    page.sees(&t!(
        "volunteer.several_done",
        n = 4,
        outcome = t!("outcomes.not_home")
    ))
    .await?;
    to_door(page, "1").await?;
    page.tap(&t!("volunteer.more_outcomes")).await?;
    phone.screen("door-something-else").await?;
    let door = page.heading().await?;
    page.tap(&t!("doors.behind_shop")).await?;
    page.heading_after(&door).await?;
    to_stair(page, HOUSE).await?;
    let said = t!("volunteer.left", left = 11, n = 15, reached = 0);
    page.sees(&t!("doors.progress_apart", said = said, n = 1))
        .await?;
    phone.screen("stair-begun").await
}

/// Those before have moved; somebody new answers, each for themselves.
async fn somebody_new(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    to_door(page, "6").await?;
    page.tap(&t!("volunteer.more_outcomes")).await?;
    page.tap(&t!("outcomes.moved")).await?;
    page.sees(&t!("doors.moved_who")).await?;
    phone.screen("door-moved").await?;
    page.tap(&t!("doors.moved_talk")).await?;
    page.sees(&t!("script.pressure")).await?;
    page.tap(&t!("doors.who")).await?;
    page.fill(&t!("volunteer.resident"), "Mair").await?;
    page.tap(&t!("volunteer.keep_name")).await?;
    page.tap("Mair").await?;
    phone.screen("talk-who").await?;
    page.tap(&t!("script.issue_damp")).await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(&t!("script.own_words")).await?;
    // A neighbour's word about them begins anew, and stands beside hers.
    page.tap(&t!("doors.who_neighbour")).await?;
    page.sees(&t!("script.pressure")).await?;
    page.tap(&t!("script.issue_noise")).await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(&t!("script.own_words")).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.sees(&format!("Mair: {}", t!("script.pressure")))
        .await?;
    page.sees(&format!("{}: ", t!("doors.a_neighbour"))).await?;
    page.tap(&t!("volunteer.add_follow_up")).await?;
    page.fill(&t!("volunteer.promise"), "Bring the damp form")
        .await?;
    page.tap(&t!("volunteer.i_will", name = "Dilys")).await?;
    page.tap(&t!("volunteer.keep_follow_up")).await?;
    page.sees("Bring the damp form").await?;
    phone.screen("talk-whose").await?;
    page.tap(&t!("volunteer.done_next_door")).await
}

/// A tap in place of typing, and a warning before what is typed is kept.
async fn a_note(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    to_door(page, "7").await?;
    page.tap(&t!("volunteer.add_note")).await?;
    page.fill(&t!("volunteer.note"), "Lives alone, and is ill")
        .await?;
    let topics = [t!("doors.topic_health"), t!("doors.topic_away")];
    let touches = t!("doors.touches", topics = topics.join(", "));
    page.sees(&touches).await?;
    phone.screen("door-note-warned").await?;
    page.fill(&t!("volunteer.note"), " ").await?;
    page.tap(&t!("doors.phrase_bell")).await?;
    page.no_longer_sees(&touches).await?;
    page.tap(&t!("volunteer.keep_note")).await?;
    page.sees(&t!("doors.phrase_bell")).await
}

/// R1.5: two taps from a door, all that is known; corrected and hidden there and then.
async fn read_back(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    to_door(page, "6").await?;
    page.tap(&t!("doors.known")).await?;
    page.sees(&t!("doors.known_title")).await?;
    page.sees(&t!("script.issue_damp")).await?;
    page.sees(&t!("doors.a_neighbour")).await?;
    page.sees(&t!("doors.known_sealed_none")).await?;
    phone.screen("door-known").await?;
    page.tap(&t!(
        "volunteer.strike_what",
        what = t!("script.issue_noise")
    ))
    .await?;
    page.no_longer_sees(&t!("script.issue_noise")).await?;
    page.tap(&t!("doors.hide")).await?;
    phone.screen("door-hide").await?;
    page.tap(&t!("doors.hide_now")).await?;
    page.sees(&t!("doors.hidden")).await?;
    page.no_longer_sees(&t!("script.issue_damp")).await?;
    phone.screen("door-hidden").await?;
    to_door(page, "6").await?;
    page.does_not_see("Mair").await
}

/// A whole stair nobody gets into, with its reason; and a slip of the thumb.
async fn no_way_in(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    to_stair(page, HOUSE).await?;
    page.tap(&t!("doors.barred")).await?;
    phone.screen("stair-barred").await?;
    page.tap(&t!("doors.barred_no_code")).await?;
    page.sees("Nobody got in").await?;
    page.sees(&t!("volunteer.stair_done")).await?;
    phone.screen("stair-nobody-got-in").await?;
    page.tap(&t!("volunteer.undo")).await?;
    page.no_longer_sees("Nobody got in").await?;
    page.no_longer_sees(&t!("volunteer.stair_done")).await
}

/// A door that is there and on no list; and another way to walk, which the phone keeps.
async fn a_door_no_list_has(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    to_stair(page, HOUSE).await?;
    page.tap(&t!("doors.add")).await?;
    page.tap(&t!("doors.add_it")).await?;
    page.sees(&t!("doors.add_no_label")).await?;
    page.fill(&t!("doors.add_label"), "16A").await?;
    page.tap(&t!("doors.add_it")).await?;
    page.sees(&t!("volunteer.no_history")).await?;
    ensure!(page.heading().await? == "Flat 16A");
    to_stair(page, HOUSE).await?;
    page.sees(&t!("volunteer.next_is", label = "Flat 13"))
        .await?;
    page.tap(&t!("doors.walk")).await?;
    page.tap(&t!("doors.walk_up")).await?;
    page.sees(&t!("volunteer.next_is", label = "Flat 2"))
        .await?;
    phone.screen("stair-walk").await?;
    page.reload().await?;
    page.sees(&t!("volunteer.next_is", label = "Flat 2")).await
}

/// What was promised is hidden with the household it was promised to.
async fn promises(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    page.open("/today").await?;
    page.tap(&t!("doors.promises")).await?;
    page.sees(&t!("doors.promises_none_mine")).await?;
    page.does_not_see("Bring the damp form").await?;
    to_door(page, "5").await?;
    page.tap(&t!("outcomes.spoke")).await?;
    page.sees(&t!("script.pressure")).await?;
    page.tap(&t!("volunteer.finish_talk")).await?;
    page.tap(&t!("volunteer.add_follow_up")).await?;
    page.fill(&t!("volunteer.promise"), "Ask about the lift")
        .await?;
    page.tap(&t!("volunteer.i_will", name = "Dilys")).await?;
    page.tap(&t!("volunteer.keep_follow_up")).await?;
    page.sees("Ask about the lift").await?;
    page.open("/promises").await?;
    page.sees("Ask about the lift").await?;
    phone.screen("promises").await
}

/// What a teammate did is there once there is a signal, under their name.
async fn a_teammate(phone: &Browser) -> Result<()> {
    let page = &phone.page;
    send(phone).await?;
    to_stair(page, HOUSE).await?;
    page.sees("1234C").await?;
    page.sees("(Dilys)").await?;
    page.sees("16A").await?;
    phone.screen("stair-teammate").await?;
    page.open("/promises").await?;
    page.sees("Ask about the lift").await?;
    page.tap(&t!("doors.promise_take_what", what = "Ask about the lift"))
        .await?;
    let mine = t!("doors.promises_none_team");
    page.sees(&mine).await
}

/// The organiser is asked to erase, by a day.
async fn organiser_is_asked(site: &Site) -> Result<()> {
    let (browser, page) = (&site.organiser, &site.organiser.page);
    page.open("/organise/eleven").await?;
    page.sees(&t!("night.erase_what")).await?;
    page.sees(&format!("{HOUSE}, Flat 6")).await?;
    browser.screen("organiser-erase").await?;
    page.tap(&t!("night.erase")).await?;
    page.tap(&t!("night.erase_now")).await?;
    page.sees(&t!("night.erase_none")).await?;
    page.tap("3").await?;
    let set = "return [...document.querySelectorAll('[aria-pressed=true]')]
        .some((it) => it.textContent.trim() === '3')";
    page.until("three attempts", set).await
}

/// R1.1: an outcome is one tap, a whole conversation eight, and nothing has to be typed.
pub async fn r1_1_a_whole_conversation_takes_eight_taps(site: &mut Site) -> Result<()> {
    let invitation = site.invite("Plover, again", &[HOUSE], 1).await?;
    let phone = site.volunteer("Gwen", &invitation).await?;
    let page = &phone.page;
    site.endpoint.stop();
    to_stair(page, HOUSE).await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.sees(&t!("outcomes.spoke")).await?;
    page.script(
        "window.taps = 0; addEventListener('pointerdown', () => { taps += 1; }, true);
         window.keys = 0; addEventListener('keydown', () => { keys += 1; }, true);",
        &[],
    )
    .await?;
    let door = page.heading().await?;
    page.tap(&t!("outcomes.not_home")).await?;
    page.heading_after(&door).await?;
    counted(page, 1).await?;
    page.tap(&t!("outcomes.spoke")).await?;
    page.sees(&t!("script.pressure")).await?;
    page.tap(&t!("script.issue_damp")).await?;
    page.tap(&t!("volunteer.keep_answer")).await?;
    page.sees(&t!("script.own_words")).await?;
    page.tap(&t!("volunteer.skip")).await?;
    page.sees(&t!("script.depth")).await?;
    page.tap(&t!("script.depth_would_act")).await?;
    page.sees(&t!("script.whose_door")).await?;
    page.tap(&t!("volunteer.skip")).await?;
    page.sees(&t!("script.come_back")).await?;
    page.tap(&t!("volunteer.yes")).await?;
    // R1.5: it is read back before one goes on.
    page.sees(&t!("volunteer.read_back_why")).await?;
    page.sees(&t!("script.issue_damp")).await?;
    page.tap(&t!("volunteer.done_next_door")).await?;
    page.sees(&t!("outcomes.spoke")).await?;
    counted(page, 1 + 8).await?;
    site.endpoint.start_again()?;
    send(&phone).await?;
    phone.close().await.map(drop)
}

async fn counted(page: &Page, taps: u64) -> Result<()> {
    let counted = page.script("return [taps, keys]", &[]).await?;
    ensure!(
        counted == serde_json::json!([taps, 0]),
        "taps and keys: {counted}"
    );
    Ok(())
}

/// Every door of a tower's stair is a link that says what it is. How long it takes to draw is judged by
/// `cargo xtask bench stair`.
pub async fn a_tower(site: &mut Site) -> Result<()> {
    by_hand(site, TOWER, 24, 6).await?;
    let invitation = site.invite("Heron Tower", &[TOWER], 1).await?;
    let phone = site.volunteer("Hefin", &invitation).await?;
    let page = &phone.page;
    first_door(&phone, TOWER).await?;
    to_stair(page, TOWER).await?;
    let links = "const doors = [...document.querySelectorAll('.floors a.door')];
        return doors.length === 144 && doors.every((it) => it.tabIndex === 0
            && it.ariaLabel.includes('Flat '))";
    page.until("144 doors to reach by keyboard, each with its words", links)
        .await?;
    phone.screen("stair-tower").await?;
    phone.held_every_way("stair-tower").await?;
    // Locked out, one does not look for it below 24 floors.
    page.tap(&t!("doors.way_in")).await?;
    page.sees(&t!("doors.barred_what", n = 143)).await?;
    phone.screen("stair-tower-locked-out").await?;
    phone.close().await.map(drop)
}
