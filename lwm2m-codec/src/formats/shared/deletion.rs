//! Null as a deletion, which LwM2M has in SenML-ETCH alone, and there of resource instances alone.

use crate::codec::fault::Fault;
use crate::error::{Error, Leniency};
use crate::model::path::Path;

/// Demands the leniencies that a null at this path takes; the error names the one that is missing, if
/// one alone is.
#[cold]
#[inline(never)]
pub(crate) fn demand(etch: bool, path: Path, error: Error, fault: &mut Fault) {
    let strictness = fault.strictness();
    let etch = etch || strictness.allows(Leniency::NullWithoutEtch);
    let instance = path.len() == 4 || strictness.allows(Leniency::NullDeletesResource);
    match (etch, instance) {
        (true, true) => {}
        (false, true) => fault.report(error.unless(Leniency::NullWithoutEtch)),
        (true, false) => fault.report(error.unless(Leniency::NullDeletesResource)),
        (false, false) => fault.report(error),
    }
}
