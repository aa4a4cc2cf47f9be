"use client";

import { ComboBox as HeroComboBox } from "@heroui/react/combo-box";
import { Description } from "@heroui/react/description";
import { FieldError } from "@heroui/react/field-error";
import { Input } from "@heroui/react/input";
import { Label } from "@heroui/react/label";
import { ListBox } from "@heroui/react/list-box";
import { type ReactNode, useState } from "react";

/** `note` stands below the label and is searched too. */
export type ComboOption = { id: string; label: string; note?: string };

type ComboBoxProps = {
  label: string;
  labelHidden?: boolean;
  description?: ReactNode;
  error?: string | undefined;
  placeholder?: string;
  /** What is said where nothing matches. */
  noMatch: string;
  options: readonly ComboOption[];
  /** Null while nothing is chosen. */
  value: string | null;
  /** Choosing adds to a list: the field is empty again, and keeps the focus. */
  adds?: boolean;
  onChange: (id: string) => void;
};

/** One of many, found by typing. */
export function ComboBox({
  label,
  labelHidden = false,
  description,
  error,
  placeholder,
  noMatch,
  options,
  value,
  adds = false,
  onChange,
}: ComboBoxProps) {
  const chosen = options.find(({ id }) => id === value);
  /** What is being typed; null while the field shows what is chosen. */
  const [typed, setTyped] = useState<string | null>(null);
  const [added, setAdded] = useState(0);
  const words = (typed ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const found = options.filter((option) => {
    const text = `${option.label} ${option.note ?? ""} ${option.id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <HeroComboBox
      // Chosen and gone at once is no choice to a combo box: it begins anew.
      key={added}
      fullWidth
      allowsEmptyCollection
      menuTrigger="input"
      isInvalid={error !== undefined}
      validationBehavior="aria"
      items={found}
      inputValue={typed ?? chosen?.label ?? value ?? ""}
      onInputChange={setTyped}
      onOpenChange={(isOpen) => {
        if (!isOpen) setTyped(null);
      }}
      value={value}
      onChange={(key) => {
        setTyped(null);
        if (key === null) return;
        if (adds) setAdded(added + 1);
        onChange(String(key));
      }}
    >
      <Label className={labelHidden ? "sr-only" : ""}>{label}</Label>
      <HeroComboBox.InputGroup>
        <Input
          autoFocus={added > 0}
          className="h-10 md:h-9"
          {...(placeholder === undefined ? {} : { placeholder })}
          onFocus={(event) => event.target.select()}
        />
        <HeroComboBox.Trigger />
      </HeroComboBox.InputGroup>
      {description ? <Description>{description}</Description> : null}
      <FieldError>{error}</FieldError>
      <HeroComboBox.Popover>
        {/* It floats outside of everything else: a place of its own, with a name. */}
        <section aria-label={label}>
          <ListBox
            items={found}
            renderEmptyState={() => <p className="px-2 py-3 text-note text-muted">{noMatch}</p>}
          >
            {(option) => (
              <ListBox.Item id={option.id} textValue={option.label}>
                <span className="min-w-0 flex-1">
                  <span className="block wrap-anywhere">{option.label}</span>
                  {option.note === undefined ? null : (
                    <span className="block text-note text-muted wrap-anywhere">{option.note}</span>
                  )}
                </span>
                <ListBox.ItemIndicator />
              </ListBox.Item>
            )}
          </ListBox>
        </section>
      </HeroComboBox.Popover>
    </HeroComboBox>
  );
}
