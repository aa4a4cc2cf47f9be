"use client";

import {
  Boxes,
  Cable,
  CircleUser,
  type LucideIcon,
  SlidersHorizontal,
  SquareFunction,
  Users,
  UsersRound,
  Workflow,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useOwnModels } from "./use-own-models.ts";

type Place = {
  href: string;
  name:
    | "account"
    | "connections"
    | "models"
    | "pipelines"
    | "functions"
    | "people"
    | "groups"
    | "server";
  icon: LucideIcon;
};

const own: Place[] = [{ href: "/settings", name: "account", icon: CircleUser }];
const ownModels: Place = { href: "/settings/models", name: "models", icon: Boxes };
const forAdmins: Place[] = [
  { href: "/admin/connections", name: "connections", icon: Cable },
  { href: "/admin/models", name: "models", icon: Boxes },
  { href: "/admin/pipelines", name: "pipelines", icon: Workflow },
  { href: "/admin/functions", name: "functions", icon: SquareFunction },
  { href: "/admin/people", name: "people", icon: Users },
  { href: "/admin/groups", name: "groups", icon: UsersRound },
  { href: "/admin/settings", name: "server", icon: SlidersHorizontal },
];

export function SettingsNav({ isAdmin }: { isAdmin: boolean }) {
  return isAdmin ? <Places places={[...own, ...forAdmins]} /> : <OwnPlaces />;
}

/** Models are among them for whoever may change one. */
function OwnPlaces() {
  const { data = [] } = useOwnModels();
  return <Places places={data.length === 0 ? own : [...own, ownModels]} />;
}

/** On phones a row to slide, else a column. */
function Places({ places }: { places: Place[] }) {
  const t = useTranslations("common.nav");
  const path = usePathname();
  return (
    <nav
      aria-label={t("label")}
      className="-mx-4 overflow-x-auto px-4 py-1 scrollbar-none md:mx-0 md:overflow-visible md:px-0"
    >
      <ul className="flex gap-1 md:-ms-2 md:flex-col md:gap-0.5">
        {places.map(({ href, name, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={currentOf(path, href)}
              className="flex h-9 items-center gap-2 rounded-md px-2.5 whitespace-nowrap text-muted hover:bg-hover hover:text-text aria-[current]:bg-chosen aria-[current]:font-medium aria-[current]:text-text md:h-8 md:px-2"
            >
              <Icon size={16} strokeWidth={1.75} aria-hidden className="hidden sm:block" />
              {t(name)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A page below a place is in it, too. */
function currentOf(path: string, href: string): "page" | "true" | undefined {
  if (path === href) return "page";
  return path.startsWith(`${href}/`) && href !== "/settings" ? "true" : undefined;
}
