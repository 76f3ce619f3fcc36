"""vocab: the ontology's words as Python enums (a test holds them equal to ontology/parkgraph.ttl)."""

from enum import StrEnum

PARK = "https://w3id.org/parkgraph/ontology#"
PARKID = "https://w3id.org/parkgraph/id/"
STAGE = "https://w3id.org/parkgraph/stage/"


class EntityClass(StrEnum):
    """The nine top classes; each entity has exactly one."""

    COMPANY = "Company"
    PARK = "Park"
    PERSON = "Person"
    PROJECT = "Project"
    ORGANIZATION = "Organization"
    PLACE = "Place"
    INITIATIVE = "Initiative"
    HONOR = "Honor"
    INDUSTRY = "Industry"


class Subclass(StrEnum):
    """Narrower classes that may stand beside a top class."""

    OFFICIAL = "Official"
    GOVERNMENT_BODY = "GovernmentBody"
    PARTY_BODY = "PartyBody"
    ASSOCIATION = "Association"
    UNIVERSITY = "University"
    INSTITUTE = "Institute"
    TRADE_UNION = "TradeUnion"


class Predicate(StrEnum):
    """Properties that lead from an entity to an entity."""

    LOCATED_IN = "locatedIn"
    PART_OF = "partOf"
    UNDERTAKEN_BY = "undertakenBy"
    SUBSIDIARY_OF = "subsidiaryOf"
    COOPERATES_WITH = "cooperatesWith"
    ENGAGED_WITH = "engagedWith"
    SIGNED = "signed"
    RECEIVED = "received"
    IMPLEMENTS = "implements"
    HAS_INDUSTRY = "hasIndustry"
    SUPPORTS = "supports"


class LiteralPredicate(StrEnum):
    """Properties that lead from an entity to a value."""

    TOTAL_INVESTMENT = "totalInvestment"
    CAPACITY = "capacity"


class Stage(StrEnum):
    """Stages of a project, in the order in which a project passes them."""

    PLANNED = "planned"
    NEGOTIATING = "negotiating"
    SIGNED = "signed"
    UNDER_CONSTRUCTION = "underConstruction"
    TRIAL_PRODUCTION = "trialProduction"
    IN_PRODUCTION = "inProduction"
    AT_CAPACITY = "atCapacity"


class Record(StrEnum):
    """Classes of what is no entity: what was read, how, and statements with a time or role of their own."""

    ARTICLE = "Article"
    EVIDENCE = "Evidence"
    RULE = "Rule"
    STAGE_EVENT = "StageEvent"
    OBSERVATION = "Observation"
    LINK = "Link"


class Detail(StrEnum):
    """Properties of records, and those of entities that are no facts."""

    STAGE = "stage"
    RANK = "rank"
    TITLE = "title"
    AS_OF = "asOf"
    OF_PROJECT = "ofProject"
    DATE = "date"
    SUBJECT = "subject"
    INDICATOR = "indicator"
    VALUE = "value"
    UNIT = "unit"
    PERIOD = "period"
    YEAR_ON_YEAR = "yearOnYear"
    QUALIFIER = "qualifier"
    SOURCE_FILE = "sourceFile"
    RECORD = "record"
    MENTIONED_IN = "mentionedIn"
    QUOTE = "quote"
    START = "start"
    END = "end"
    CONFIDENCE = "confidence"
    ADCODE = "adcode"
    ZONE_CODE = "zoneCode"
    STOCK_CODE = "stockCode"
    OF_ENTITY = "ofEntity"
    TO_CODE = "toCode"


_C = EntityClass
#: Predicate -> (classes its subject may have, classes its object may have), as in the contract.
SIGNATURES: dict[Predicate, tuple[frozenset[EntityClass], frozenset[EntityClass]]] = {
    Predicate.LOCATED_IN: (
        frozenset({_C.COMPANY, _C.PROJECT, _C.ORGANIZATION, _C.PARK, _C.PLACE}),
        frozenset({_C.PARK, _C.PLACE}),
    ),
    Predicate.PART_OF: (
        frozenset({_C.PARK, _C.ORGANIZATION, _C.PROJECT}),
        frozenset({_C.PARK, _C.ORGANIZATION, _C.PROJECT}),
    ),
    Predicate.UNDERTAKEN_BY: (
        frozenset({_C.PROJECT}),
        frozenset({_C.COMPANY, _C.ORGANIZATION}),
    ),
    Predicate.SUBSIDIARY_OF: (frozenset({_C.COMPANY}), frozenset({_C.COMPANY})),
    Predicate.COOPERATES_WITH: (
        frozenset({_C.COMPANY, _C.ORGANIZATION}),
        frozenset({_C.COMPANY, _C.ORGANIZATION, _C.PARK}),
    ),
    Predicate.ENGAGED_WITH: (
        frozenset({_C.PARK, _C.PLACE, _C.ORGANIZATION}),
        frozenset({_C.COMPANY, _C.ORGANIZATION}),
    ),
    Predicate.SIGNED: (
        frozenset({_C.PARK, _C.PLACE}),
        frozenset({_C.COMPANY, _C.PROJECT}),
    ),
    Predicate.RECEIVED: (frozenset(EntityClass), frozenset({_C.HONOR})),
    Predicate.IMPLEMENTS: (
        frozenset({_C.PARK, _C.PLACE, _C.ORGANIZATION, _C.COMPANY}),
        frozenset({_C.INITIATIVE}),
    ),
    Predicate.HAS_INDUSTRY: (
        frozenset({_C.PARK, _C.PLACE, _C.COMPANY}),
        frozenset({_C.INDUSTRY}),
    ),
    Predicate.SUPPORTS: (
        frozenset({_C.PARK, _C.PLACE, _C.ORGANIZATION}),
        frozenset({_C.COMPANY}),
    ),
}

#: Classes that a post may be held at.
POST_HOLDERS = frozenset({_C.PARK, _C.PLACE, _C.ORGANIZATION, _C.COMPANY})
