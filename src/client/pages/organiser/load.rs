//! Records a plan's blocks, stairs and doors, a part at a time, so that the page stays alive.

use crate::canvass::address_list::Plan;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::id::{BlockId, StairId};
use crate::client::phone::Phone;
use crate::client::told::SaveError;
use crate::organise::{publish, resume};

/// So many events are recorded in one transaction: a few milliseconds of the page's time.
const PART: usize = 250;

/// Records these facts, and then the plan as [`load`] does.
///
/// # Errors
/// As [`load`].
pub async fn load_after(
    phone: Phone,
    first: Vec<Draft>,
    plan: &Plan,
    progress: impl Fn(usize, usize),
) -> Result<usize, SaveError> {
    for part in first.chunks(PART) {
        phone.record(part.to_vec()).await?;
    }
    load(phone, plan, progress).await
}

/// Records what of the plan is not there yet, and returns how many doors that were. `progress`
/// hears of the doors done, and of how many.
///
/// # Errors
/// [`SaveError`]: the rest is not recorded; doing it again goes on from there.
pub async fn load(
    phone: Phone,
    plan: &Plan,
    progress: impl Fn(usize, usize),
) -> Result<usize, SaveError> {
    let blocks = known_or_recorded(
        phone,
        phone.read_untracked(|state| resume::blocks(state, plan)),
        |id| id.0,
        BlockId,
        publish::blocks(plan),
    )
    .await?;
    let stairs = known_or_recorded(
        phone,
        phone.read_untracked(|state| resume::stairs(state, plan)),
        |id| id.0,
        StairId,
        publish::stairs(plan, &blocks),
    )
    .await?;
    let doors = publish::doors(plan, &stairs);
    let doors = phone.read_untracked(|state| resume::missing_doors(state, doors));
    let total = doors.len();
    let mut done = 0;
    for part in doors.chunks(PART) {
        phone.record(part.to_vec()).await?;
        done += part.len();
        progress(done, total);
    }
    Ok(total)
}

/// The ids of what is there, and of what is recorded now because it was not.
async fn known_or_recorded<Id: Copy>(
    phone: Phone,
    known: Vec<Option<Id>>,
    dot: impl Fn(Id) -> Dot,
    id: impl Fn(Dot) -> Id,
    drafts: Vec<Draft>,
) -> Result<Vec<Id>, SaveError> {
    let missing: Vec<Draft> = known
        .iter()
        .zip(drafts)
        .filter(|(known, _)| known.is_none())
        .map(|(_, draft)| draft)
        .collect();
    let mut recorded = Vec::with_capacity(missing.len());
    for part in missing.chunks(PART) {
        recorded.extend(phone.record(part.to_vec()).await?);
    }
    let mut recorded = recorded.into_iter();
    Ok(known
        .into_iter()
        .filter_map(|known| known.map(&dot).or_else(|| recorded.next()))
        .map(id)
        .collect())
}
