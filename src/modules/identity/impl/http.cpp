#include "modules/branches/branches.h"
#include "modules/identity/identity.h"
#include "modules/identity/routes.h"
#include "modules/identity/staff_view.h"
#include "platform/net/negotiate.h"
#include "platform/net/typed.h"

namespace tangthu::identity {

namespace {

constexpr const char* kCookie = "tangthu_session";
constexpr std::string_view kBearer = "Bearer ";

struct SignInBody {
    Text<1, 200> name;
    Text<1, 1000> password;
};
TANGTHU_DESCRIBE(SignInBody, name, password)

struct MoveBody {
    Text<1, 60> unit;
};
TANGTHU_DESCRIBE(MoveBody, unit)

struct PasswordBody {
    Text<1, 1000> old_password;
    Text<1, 1000> new_password;
};
TANGTHU_DESCRIBE(PasswordBody, old_password, new_password)

struct PinBody {
    Text<1, 1000> password;
    Text<1, 20> pin;
};
TANGTHU_DESCRIBE(PinBody, password, pin)

struct HandoverBody {
    Text<1, 60> card;
    Text<1, 20> pin;
};
TANGTHU_DESCRIBE(HandoverBody, card, pin)

struct StaffBody {
    Text<1, 60> name;
    Text<1, 200> full_name;
    Nullable<Text<1, 60>> home_unit;
    std::optional<StaffKind> kind;
    std::optional<Text<0, 60>> desk_card;
    std::vector<Grant> grants;
};
TANGTHU_DESCRIBE(StaffBody, name, full_name, home_unit, kind, desk_card, grants)

struct StaffEditBody {
    Text<1, 200> full_name;
    Nullable<Text<1, 60>> home_unit;
    bool is_active = true;
    std::optional<Text<0, 60>> desk_card;
    std::vector<Grant> grants;
};
TANGTHU_DESCRIBE(StaffEditBody, full_name, home_unit, is_active, desk_card, grants)

struct StaffParams {
    StaffId id;
};
TANGTHU_DESCRIBE(StaffParams, id)

struct NewPasswordView {
    std::string password;
};
TANGTHU_DESCRIBE(NewPasswordView, password)

struct TokenBody {
    Text<1, 100> label;
    Bounded<int, 1, 730> days;
};
TANGTHU_DESCRIBE(TokenBody, label, days)

struct TokenView {
    std::string token; ///< told this once
    Instant expires_at;
};
TANGTHU_DESCRIBE(TokenView, token, expires_at)

/// What a device sends, or a browser's cookie. A header goes before the cookie.
struct Secret {
    std::string token;
    bool is_cookie = false;
};

std::optional<Secret> secret_of(const net::Request& request) {
    const auto header = request.headers.find("authorization").value_or("");
    if (header.starts_with(kBearer)) return Secret{std::string{header.substr(kBearer.size())}, false};
    if (auto cookie = request.cookie(kCookie); cookie && !cookie->empty()) return Secret{*std::move(cookie), true};
    return std::nullopt;
}

Result<Session> session_of(Identity& identity, const net::Request& request) {
    const auto secret = secret_of(request);
    if (!secret) return fail(ErrorKind::Unauthenticated, "net.sign_in_needed");
    return identity.find_session(secret->token);
}

/// A cookie travels by itself, so a change must bring along what only our own pages can know (OWASP: synchronizer
/// token). A header does not.
Result<Actor> who_asks(Identity& identity, const branches::Branches& branches, const net::Request& request) {
    const auto secret = secret_of(request);
    if (!secret) return fail(ErrorKind::Unauthenticated, "net.sign_in_needed");
    TANGTHU_TRY(const auto session, identity.find_session(secret->token));
    if (secret->is_cookie && request.method != net::Method::Get &&
        !is_same_secret(request.headers.find("x-csrf-token").value_or(""), session.csrf))
        return fail(ErrorKind::Forbidden, "identity.csrf");
    Actor actor{.name = "staff:" + std::to_string(session.staff.value),
                .staff = session.staff,
                .unit = {},
                .channel = Channel::desk};
    if (const auto unit = branches.get_unit(session.unit)) actor.unit = unit->id;
    return actor;
}

Result<SessionView> view_of(const Identity& identity, const Session& session) {
    TANGTHU_TRY(const auto account, identity.get_staff(session.staff));
    SessionView view{.staff = account.id,
                     .name = account.name,
                     .full_name = account.full_name,
                     .permissions = identity.permissions_at(account.id, session.unit),
                     .csrf_token = session.csrf,
                     .expires_at = session.expires_at,
                     .must_change_password = session.must_change_password};
    if (!session.unit.empty()) view.unit = session.unit;
    return view;
}

net::Answer<SessionView> personal(SessionView view) {
    return {.value = std::move(view), .caching = net::Caching::NoStore};
}

/// Gone with the browser's window; the server ends it before that.
net::Cookie cookie_of(const net::Request& request, std::string token) {
    return {.name = kCookie, .value = std::move(token), .is_secure = request.origin().starts_with("https://")};
}

StaffDraft draft_of(const StaffBody& body) {
    return {.name = body.name.value,
            .full_name = body.full_name.value,
            .home_unit = body.home_unit ? body.home_unit->value : std::string{},
            .kind = body.kind.value_or(StaffKind::person),
            .desk_card = body.desk_card ? body.desk_card->value : std::string{},
            .grants = body.grants};
}

StaffDraft draft_of(const StaffEditBody& body) {
    return {.full_name = body.full_name.value,
            .home_unit = body.home_unit ? body.home_unit->value : std::string{},
            .is_active = body.is_active,
            .desk_card = body.desk_card ? body.desk_card->value : std::string{},
            .grants = body.grants};
}

std::string tag_of(const StaffUser& account) { return "staff-" + std::to_string(account.version); }

net::Answer<StaffView> with_tag(const StaffUser& account) {
    return {.value = view_of(account), .etag = tag_of(account), .caching = net::Caching::NoStore};
}

void mount_session(net::Router& router, Identity& identity) {
    net::handle_body<net::NoParams, SignInBody, SessionView>(
        router,
        net::post("/api/v1/session", Permission::Public, "identity.route_sign_in")
            .creates()
            .costs(20)
            .fails_with({401}),
        [&identity](const net::NoParams&, const SignInBody& body,
                    const net::Request& request) -> Result<net::Answer<SessionView>> {
            TANGTHU_TRY(const auto made, identity.sign_in(body.name.value, body.password.value, request.client));
            TANGTHU_TRY(auto view, view_of(identity, made.session));
            auto answer = personal(std::move(view));
            answer.cookie = cookie_of(request, made.token);
            return answer;
        });
    net::handle<net::NoParams, SessionView>(
        router, net::get("/api/v1/session", Permission::SignedIn, "identity.route_session"),
        [&identity](const net::NoParams&, const net::Request& request) -> Result<net::Answer<SessionView>> {
            TANGTHU_TRY(const auto session, session_of(identity, request));
            TANGTHU_TRY(auto view, view_of(identity, session));
            return personal(std::move(view));
        });
    router.add(net::del("/api/v1/session", Permission::SignedIn, "identity.route_sign_out").gives("", 204),
               [&identity, &router](const net::Request& request) {
                   auto session = session_of(identity, request);
                   if (!session) return router.error(request, session.error());
                   if (auto done = identity.sign_out(session->id); !done) return router.error(request, done.error());
                   auto cookie = cookie_of(request, {});
                   cookie.max_age_seconds = 0;
                   return net::Response::no_content().cookie(cookie).cached(net::Caching::NoStore);
               });
    net::handle_body<net::NoParams, MoveBody, SessionView>(
        router, net::patch("/api/v1/session", Permission::SignedIn, "identity.route_move").fails_with({404}),
        [&identity](const net::NoParams&, const MoveBody& body,
                    const net::Request& request) -> Result<net::Answer<SessionView>> {
            TANGTHU_TRY(const auto session, session_of(identity, request));
            TANGTHU_TRY(const auto moved, identity.move_to(session.id, body.unit.value));
            TANGTHU_TRY(auto view, view_of(identity, moved));
            return personal(std::move(view));
        });
    net::handle_body<net::NoParams, PasswordBody, SessionView>(
        router, net::post("/api/v1/passwords", Permission::SignedIn, "identity.route_change_password").costs(20),
        [&identity](const net::NoParams&, const PasswordBody& body,
                    const net::Request& request) -> Result<net::Answer<SessionView>> {
            TANGTHU_TRY(auto session, session_of(identity, request));
            TANGTHU_CHECK(
                identity.change_password(session, body.old_password.value, body.new_password.value, request.client));
            session.must_change_password = false;
            TANGTHU_TRY(auto view, view_of(identity, session));
            return personal(std::move(view));
        });
}

/// Taking over a desk: card and PIN.
void mount_desk(net::Router& router, Identity& identity) {
    net::handle_body<net::NoParams, PinBody, SessionView>(
        router, net::post("/api/v1/pins", Permission::SignedIn, "identity.route_set_pin").costs(20).fails_with({409}),
        [&identity](const net::NoParams&, const PinBody& body,
                    const net::Request& request) -> Result<net::Answer<SessionView>> {
            TANGTHU_TRY(const auto session, session_of(identity, request));
            TANGTHU_CHECK(identity.set_pin(session, body.password.value, body.pin.value, request.client));
            TANGTHU_TRY(auto view, view_of(identity, session));
            return personal(std::move(view));
        });
    net::handle_body<net::NoParams, HandoverBody, SessionView>(
        router, net::post("/api/v1/handovers", Permission::SignedIn, "identity.route_hand_over").creates().costs(20),
        [&identity](const net::NoParams&, const HandoverBody& body,
                    const net::Request& request) -> Result<net::Answer<SessionView>> {
            TANGTHU_TRY(const auto session, session_of(identity, request));
            TANGTHU_TRY(const auto made, identity.hand_over(session, body.card.value, body.pin.value, request.client));
            TANGTHU_TRY(auto view, view_of(identity, made.session));
            auto answer = personal(std::move(view));
            answer.cookie = cookie_of(request, made.token);
            return answer;
        });
}

void mount_staff(net::Router& router, Identity& identity) {
    net::handle<net::NoParams, StaffListView>(
        router, net::get("/api/v1/staff", Permission::StaffEdit, "identity.route_staff"),
        [&identity](const net::NoParams&, const net::Request&) -> Result<net::Answer<StaffListView>> {
            TANGTHU_TRY(const auto staff, identity.list_staff());
            return net::Answer<StaffListView>{.value = view_of(staff), .caching = net::Caching::NoStore};
        });
    net::handle_body<net::NoParams, StaffBody, NewStaffView>(
        router,
        net::post("/api/v1/staff", Permission::StaffEdit, "identity.route_add_staff").creates().fails_with({404, 409}),
        [&identity](const net::NoParams&, const StaffBody& body,
                    const net::Request& request) -> Result<net::Answer<NewStaffView>> {
            TANGTHU_TRY(const auto made, identity.add_staff(draft_of(body), request.actor));
            return net::Answer<NewStaffView>{.value = view_of(made.staff, made.password),
                                             .etag = tag_of(made.staff),
                                             .caching = net::Caching::NoStore};
        });
    net::handle<StaffParams, StaffView>(
        router, net::get("/api/v1/staff/{id}", Permission::StaffEdit, "identity.route_staff_one").fails_with({404}),
        [&identity](const StaffParams& params, const net::Request&) -> Result<net::Answer<StaffView>> {
            TANGTHU_TRY(const auto account, identity.get_staff(params.id));
            return with_tag(account);
        });
    net::handle_body<StaffParams, StaffEditBody, StaffView>(
        router,
        net::put("/api/v1/staff/{id}", Permission::StaffEdit, "identity.route_edit_staff")
            .fails_with({404, 409, 412, 428}),
        [&identity](const StaffParams& params, const StaffEditBody& body,
                    const net::Request& request) -> Result<net::Answer<StaffView>> {
            TANGTHU_TRY(const auto before, identity.get_staff(params.id));
            TANGTHU_CHECK(net::require_if_match(request, tag_of(before)));
            auto draft = draft_of(body);
            if (!body.desk_card) draft.desk_card = before.desk_card; // not spoken of: as it is
            TANGTHU_TRY(const auto after, identity.edit_staff(params.id, draft, before.version, request.actor));
            return with_tag(after);
        });
    net::handle<StaffParams, NewPasswordView>(
        router,
        net::post("/api/v1/staff/{id}/passwords", Permission::StaffEdit, "identity.route_reset_password")
            .fails_with({404, 409}),
        [&identity](const StaffParams& params, const net::Request& request) -> Result<net::Answer<NewPasswordView>> {
            TANGTHU_TRY(auto password, identity.reset_password(params.id, request.actor));
            return net::Answer<NewPasswordView>{.value = {std::move(password)}, .caching = net::Caching::NoStore};
        });
    net::handle_body<StaffParams, TokenBody, TokenView>(
        router,
        net::post("/api/v1/staff/{id}/tokens", Permission::StaffEdit, "identity.route_add_token")
            .creates()
            .fails_with({404, 409}),
        [&identity](const StaffParams& params, const TokenBody& body,
                    const net::Request& request) -> Result<net::Answer<TokenView>> {
            TANGTHU_TRY(const auto made, identity.add_token(params.id, body.label.value, body.days, request.actor));
            return net::Answer<TokenView>{.value = {made.token, made.session.expires_at},
                                          .caching = net::Caching::NoStore};
        });
    net::handle<net::NoParams, RoleListView>(
        router, net::get("/api/v1/roles", Permission::StaffEdit, "identity.route_roles"),
        [&identity](const net::NoParams&, const net::Request& request) -> Result<net::Answer<RoleListView>> {
            TANGTHU_TRY(const auto roles, identity.list_roles());
            return net::Answer<RoleListView>{.value = view_of(roles, net::language_of(request)),
                                             .caching = net::Caching::NoStore};
        });
}

} // namespace

void mount(net::Router& router, Identity& identity, const branches::Branches& branches) {
    router.set_access(
        [&identity, &branches](const net::Request& request) { return who_asks(identity, branches, request); },
        [&identity](const Actor& actor, Permission permission) {
            return identity.require_anywhere(actor, permission);
        });
    mount_session(router, identity);
    mount_desk(router, identity);
    mount_staff(router, identity);
}

} // namespace tangthu::identity
